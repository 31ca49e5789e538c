/** The rows of a table of the expected power: by what a block varies by, apart for cells that show less than all of a change. */
import type { DiffHeader } from '../../results/schema.ts';
import { listed } from '../kit/format.ts';
import { share } from '../kit/percent.ts';

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
