/** The verdicts on everything that was timed or weighed, by the rule that the diff was measured for. Pure. */
import type { Beyond, DiffHeader } from '../results/schema.ts';
import { beyondSecondThreshold } from '../stats/second-threshold.ts';
import { combinedOf, fixedRows } from './fixed-rows.ts';
import type { JudgedRow } from './gate.ts';
import { sequentialRows } from './sequential-rows.ts';
import type { Series } from './series.ts';
import { timedRow } from './timed-row.ts';
import { twoStageRows } from './two-stage-rows.ts';

/** One row per series, the primary family first. */
export function timedRows(
  series: readonly Series[],
  { plan, alerts }: Pick<DiffHeader, 'plan' | 'alerts'>,
): JudgedRow[] {
  const { sequential, fixed } = plan;
  const judge = (family: readonly Series[]) => {
    if (fixed !== undefined) return fixedRows(family, fixed, alerts);
    return sequential === undefined ? twoStageRows(family, plan, alerts) : sequentialRows(family, sequential, alerts);
  };
  return (['primary', 'secondary'] as const).flatMap((name) => {
    const family = series.filter((one) => one.family === name);
    return judge(family).map((row, index) => beyondRow(row, family[index] as Series, alerts));
  });
}

/** Where a secondary metric fails the gate by itself: judged on all blocks, whatever its rule says of them. */
function beyondRow(row: JudgedRow, one: Series, alerts: DiffHeader['alerts']): JudgedRow {
  const beyond = beyondOf(one);
  if (beyond === undefined) return row;
  const { why: _why, lag1: _lag1, decided_after: _decided, ...rest } = row;
  return { ...rest, ...timedRow(one, 'regression', one.blocks, alerts, combinedOf(one)), beyond };
}

function beyondOf({ family, changes, delta, invalid }: Series): Beyond | undefined {
  if (family === 'primary' || invalid !== undefined) return undefined;
  return beyondSecondThreshold(changes, delta);
}
