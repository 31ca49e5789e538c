/** The expected power of a diff, in rows: by what a block varies by, apart for cells that show less than all of a change. */
import type { DiffHeader, DiffResults } from '../../results/schema.ts';
import { listed } from '../kit/format.ts';
import { share } from '../kit/percent.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';

/**
 * Ascending by spread, cells that show all of a change first. A label is "2 %", or "2 %, parallel/node/after (71 % of a change is
 * read)"; `found` says how often such a change would be found, as a share, undefined where that was not computed.
 */
export function powerRows(power: DiffHeader['power']) {
  const byCells = [...Map.groupBy(power, ({ read }) => read?.share ?? 1).values()];
  return byCells.flatMap((some) => {
    const read = some[0]?.read;
    const of = read === undefined ? '' : `, ${listed(read.cells)} (${share(read.share)} of a change is read)`;
    const bySpread = [...Map.groupBy(some, ({ sd }) => sd)].toSorted(([one], [other]) => one - other);
    return bySpread.map(([sd, same]) => ({
      label: `${share(sd)}${of}`,
      found: (change: number) => same.find((one) => one.change === change)?.found,
    }));
  });
}

/** How often a diff like this one finds a slowdown of one cell: spread of a block by size of the change. */
export function powerTable({ run: { power } }: DiffResults): DataTable {
  const changes = [...new Set(power.map(({ change }) => change))].toSorted((one, other) => one - other);
  const header = ['a block varies by', ...changes.map((change) => `+${share(change)} is found`)];
  return {
    caption: 'How often a slowdown of one cell is expected to be found',
    header,
    numbers: numbersFrom(0, header),
    rows: powerRows(power).map(({ label, found }) => [
      label,
      ...changes.map((change) => {
        const of100 = found(change);
        return of100 === undefined ? '–' : `${Math.floor(100 * of100)} of 100`;
      }),
    ]),
  };
}
