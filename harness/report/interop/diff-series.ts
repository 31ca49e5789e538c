/** The series of a diff: both sides of every row that has numbers. */
import { type DiffResults, type DiffRow, SIDES } from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import { LEVEL, logMeanInterval, MIN_BLOCKS } from '../../stats/interval.ts';
import { judgedBlocks } from '../kit/judged-blocks.ts';
import { boundsOf, type Series, seriesName } from './series.ts';

/** A row without numbers has no series, nor has one whose numbers are refused: a gap over there, never a wrong point. */
export function diffSeries({ rows, run }: DiffResults): Series[] {
  const usable = rows.filter(({ verdict }) => verdict !== 'invalid');
  const names = sideNames(run);
  return usable.flatMap((row) =>
    SIDES.flatMap((side) => {
      const value = row[side];
      if (value === null) return [];
      const blocks = judgedBlocks(row)[side];
      return [
        {
          name: seriesName(row, row.metric, { side: names[side], service: run.service?.name }),
          metric: row.metric,
          value,
          interval: intervalAround(value, row, blocks),
          blocks,
          context: `${names[side]}: ${row.verdict}`,
        },
      ];
    }),
  );
}

/** The interval of one side by itself: wider than that of the change, because drift of the machine affects both sides. */
function intervalAround(value: number, { metric }: DiffRow, blocks: readonly number[]): Series['interval'] {
  if (
    metric.kind === 'count' ||
    metric.kind === 'growth' ||
    !blocks.every((block) => block > 0 && Number.isFinite(block))
  )
    return null;
  const interval = blocks.length < MIN_BLOCKS ? null : boundsOf(logMeanInterval(blocks, LEVEL));
  return interval && interval.low <= value && value <= interval.high ? interval : null;
}
