/** The verdicts of a diff that was measured for the two-stage rule: screening, then fresh blocks of the suspects. Pure. */
import { isCell } from '../results/cell-name.ts';
import type { DiffHeader, DiffPlan, RowReason } from '../results/schema.ts';
import { type CellChanges, DELTAS, type Judgement, judge, verdictRule } from '../stats/verdict.ts';
import type { JudgedRow } from './gate.ts';
import { pairsOf, type Series } from './series.ts';
import { timedRow } from './timed-row.ts';

/** Each series has its own delta: the one of the rule is never asked for. */
const RULE = verdictRule(DELTAS.cost);

/** @param family the series that are judged together. */
export function twoStageRows(family: readonly Series[], plan: DiffPlan, alerts: DiffHeader['alerts']): JudgedRow[] {
  const changes = family.map((one) => changesOf(one, plan));
  const judgements = judge(changes, RULE);
  return family.map((one, index) =>
    rowOf(one, changes[index] as CellChanges, judgements[index] as Judgement, plan, alerts),
  );
}

function changesOf({ blocks, changes, delta, invalid }: Series, { screening_blocks }: DiffPlan): CellChanges {
  const isScreening = (_: number, at: number) => (blocks[at]?.block ?? 0) < screening_blocks;
  return {
    screening: changes.filter(isScreening),
    fresh: changes.filter((one, at) => !isScreening(one, at)),
    delta,
    ...(invalid === undefined ? {} : { invalid: true as const }),
  };
}

function rowOf(
  one: Series,
  changes: CellChanges,
  judgement: Judgement,
  plan: DiffPlan,
  alerts: DiffHeader['alerts'],
): JudgedRow {
  const { verdict, suspected, p } = judgement;
  const screening = one.blocks.filter(({ block }) => block < plan.screening_blocks);
  // Fresh blocks of a cell that another metric made suspect say nothing here: screening has judged.
  const fresh = suspected === null ? [] : one.blocks.filter(({ block }) => block >= plan.screening_blocks);
  const why = whyUntold(one, changes, judgement, plan);
  return {
    ...timedRow(one, verdict, fresh.length > 0 ? fresh : screening, alerts),
    ...(why === undefined ? {} : { why }),
    suspected: suspected !== null,
    p: fresh.length < RULE.confirmation.blocks ? null : p,
    screening: pairsOf(screening),
    fresh: pairsOf(fresh),
  };
}

/** Why a row is inconclusive or invalid; undefined for the other verdicts. */
function whyUntold(
  { cell, metric, delta, invalid }: Series,
  { screening, fresh }: CellChanges,
  { verdict, suspected }: Judgement,
  { out_of_time = [] }: DiffPlan,
): RowReason | undefined {
  if (verdict === 'invalid') return invalid;
  if (verdict !== 'inconclusive') return undefined;
  if (suspected === null) {
    if (screening.length === 0) return { code: 'not-measured' };
    const needed = RULE.screening.blocks;
    if (screening.length < needed) return { code: 'too-few-blocks', blocks: screening.length, needed };
    return { code: 'interval-beyond', level: 1 - 2 * RULE.equivalenceP, threshold: delta };
  }
  const needed = RULE.confirmation.blocks;
  if (fresh.length >= needed) return { code: 'not-confirmed', threshold: delta };
  if (out_of_time.some((late) => isCell(late, cell) && late.metric === metric.id)) return { code: 'out-of-time' };
  return { code: 'too-few-fresh-blocks', blocks: fresh.length, needed };
}
