/** The blocks of all shares as series, machine by machine. Pure. */
import { rowName } from '../../results/cell-name.ts';
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { logChanges } from '../../stats/verdict.ts';
import { differencesOf, type Series } from '../series.ts';

/** A row of a share, and which share it is. */
interface Shared {
  shard: number;
  row: DiffRow;
}

/** One for each cell and timed metric, in the order of the header's cells, primary metrics as they come. */
export function mergeSeries(shards: readonly Pick<DiffResults, 'rows' | 'run'>[]): Series[] {
  const timed = shards.flatMap(({ rows, run }) =>
    rows
      .filter(({ metric }) => metric.kind !== 'count')
      .map((row): Shared => ({ shard: run.plan.fixed?.shard ?? 0, row })),
  );
  return [...Map.groupBy(timed, ({ row }) => JSON.stringify(rowName(row))).values()].map(seriesOfRow);
}

/** Invalid where it is on any machine: what its trials are worth was judged there. */
function seriesOfRow(shared: readonly Shared[]): Series {
  const rows = shared.map(({ row }) => row);
  const { pattern, stack, variant, metric, family } = rows[0] as DiffRow;
  const blocks = rows
    .flatMap(({ blocks: { base, head } = { base: [], head: [] } }) =>
      base.map((value, at) => ({ base: value, head: head[at] as number })),
    )
    .map((pair, block) => ({ block, ...pair }));
  const changes =
    metric.kind === 'growth'
      ? differencesOf(blocks)
      : logChanges(
          blocks.map(({ base }) => base),
          blocks.map(({ head }) => head),
          metric.better,
        );
  // The load of a reader's request is chosen on each machine, and with it the growth that matters: the largest one counts.
  const delta = Math.max(...rows.map(({ threshold }) => threshold ?? 0));
  const invalid = rows.find(({ verdict }) => verdict === 'invalid')?.why;
  const machines = shared
    .map(({ shard, row }) => ({ shard, blocks: row.blocks?.base.length ?? 0 }))
    .filter((one) => one.blocks > 0);
  return {
    ...{ cell: { pattern, stack, variant }, metric, family, blocks, changes, delta, machines },
    margin: metric.kind === 'growth' ? delta : Math.log1p(delta),
    ...(invalid === undefined ? {} : { invalid }),
  };
}
