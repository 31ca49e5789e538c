/** The verdicts of a diff that is measured until it is decided. Pure. */
import type { DiffHeader, DiffRow, RowReason, SequentialPlan } from '../results/schema.ts';
import { growthRule } from '../stats/growth.ts';
import {
  boundariesOf,
  changeP,
  closeLooks,
  type Decision,
  decideBy,
  decideWithin,
  FIRST_LOOK,
  singleLook,
} from '../stats/sequential.ts';
import type { JudgedRow } from './gate.ts';
import { pairsOf, type Series, thresholdOf } from './series.ts';
import { timedRow } from './timed-row.ts';

/** @param family the series that are judged together, all primary or all secondary. */
export function sequentialRows(
  family: readonly Series[],
  plan: SequentialPlan,
  alerts: DiffHeader['alerts'],
): JudgedRow[] {
  const decisionOf = decisionsBy(plan, family.length);
  return family.map((one) => {
    const decision = one.invalid === undefined ? decisionOf(one) : null;
    const verdict = one.invalid === undefined ? (decision?.verdict ?? 'inconclusive') : 'invalid';
    const judged = one.blocks.slice(0, decision?.blocks);
    const why = whyUntold(one, verdict, plan);
    const changed = verdict === 'regression' || verdict === 'improvement';
    return {
      ...timedRow(one, verdict, judged, alerts),
      ...(why === undefined ? {} : { why }),
      suspected: false,
      p: changed ? changeP(one.changes.slice(0, judged.length)) : null,
      blocks: pairsOf(one.blocks),
      ...(decision === null ? {} : { decided_after: decision.blocks }),
      screening: { base: [], head: [] },
      fresh: { base: [], head: [] },
    };
  });
}

/**
 * What the looks that were planned say, for as long as blocks are measured. Where time alone ended them, the last block has
 * a look of its own. Secondary metrics do not decide when a cell has been measured enough, and are judged once, at its end.
 */
function decisionsBy({ looks, most_blocks, ended }: SequentialPlan, size: number): (one: Series) => Decision | null {
  const planned = boundariesOf(looks);
  const closing = remembered((blocks) => boundariesOf(closeLooks(most_blocks, size, blocks)));
  const single = remembered((blocks) => boundariesOf(singleLook(blocks, size)));
  return (one) => {
    const { length } = one.blocks;
    if (one.family === 'secondary') return decideSeries(one, single(length));
    const decision = decideSeries(one, planned);
    return decision === null && ended === 'time' ? decideSeries(one, closing(length)) : decision;
  };
}

const decideSeries = (
  { metric, blocks, changes, delta, margin }: Series,
  boundaries: ReturnType<typeof boundariesOf>,
): Decision | null =>
  metric.kind === 'growth'
    ? decideBy(blocks, boundaries, growthRule(delta))
    : decideWithin(changes, boundaries, margin);

/** Boundaries take a tenth of a second, and most cells have as many blocks as others. */
function remembered<T>(of: (blocks: number) => T): (blocks: number) => T {
  const known = new Map<number, T>();
  return (blocks) => {
    const value = known.get(blocks) ?? of(blocks);
    known.set(blocks, value);
    return value;
  };
}

/** Why a row is inconclusive or invalid; undefined for the other verdicts. */
function whyUntold(one: Series, verdict: DiffRow['verdict'], { ended }: SequentialPlan): RowReason | undefined {
  if (verdict === 'invalid') return one.invalid;
  if (verdict !== 'inconclusive') return undefined;
  const blocks = one.blocks.length;
  if (blocks < FIRST_LOOK) {
    const needed = FIRST_LOOK;
    if (ended === 'time') return { code: 'too-few-blocks', blocks, needed, ended };
    return blocks === 0 ? { code: 'not-measured' } : { code: 'too-few-blocks', blocks, needed };
  }
  const undecided = { code: 'undecided', blocks, threshold: thresholdOf(one, one.blocks) } as const;
  // Secondary metrics do not decide how long their cell is measured, so that no early end is their reason.
  return one.family === 'primary' && (ended === 'time' || ended === 'regression') ? { ...undecided, ended } : undecided;
}
