/**
 * The verdicts of a diff: two stages, so that a verdict of "regression" rests on blocks that were not chosen for looking
 * bad. Every cell is screened; only the suspects get fresh blocks, and those are judged alone. What the thresholds give in
 * power and false alarms stands in harness/stats/README.md and comes from `make bench-verdicts`.
 */
import { equivalenceTest } from './equivalence.ts';
import { holm } from './holm.ts';
import { mean } from './quantiles.ts';
import { tTest } from './t-test.ts';

export type Verdict = 'regression' | 'improvement' | 'no change' | 'inconclusive' | 'invalid';
export type Direction = 'worse' | 'better';

/** When the blocks of a cell show a change. */
export interface DecisionRule {
  /** Fewer blocks than this never show one. */
  blocks: number;
  /** The two-sided p value of the t test must be below this. */
  p: number;
  /** What the t test is against, as a share of delta: 0 asks for a change of any size, 0.5 for one above half of delta. */
  against: number;
  /** The estimate must reach this share of delta. */
  shareOfDelta: number;
}

export interface VerdictRule {
  /** The smallest relative change that matters: 0.03 is 3 %. */
  delta: number;
  screening: DecisionRule;
  /** Its p value is corrected by Holm over the suspects. */
  confirmation: DecisionRule;
  /** "No change" needs the two one-sided tests below this: 0.05 is the 90 % interval inside +-delta. */
  equivalenceP: number;
}

/** The rule in use. Screening is meant to miss little, confirmation to be right. */
export const verdictRule = (delta: number): VerdictRule => ({
  delta,
  screening: { blocks: 5, p: 0.2, against: 0, shareOfDelta: 0.5 },
  confirmation: { blocks: 12, p: 0.01, against: 0, shareOfDelta: 1 },
  equivalenceP: 0.05,
});

/** The smallest change that matters, by kind of metric. Counts are exact: see count-verdict.ts. */
export const DELTAS = { cost: 0.03, time: 0.05, memory: 0.05 } as const;

/** One metric of one cell. Changes are those of `logChanges`: above 0 is worse. */
export interface CellChanges {
  screening: readonly number[];
  /** The fresh blocks of a suspect; empty while there are none. */
  fresh: readonly number[];
  /** Its own smallest change that matters, where a family holds several kinds of metrics; else that of the rule. */
  delta?: number;
  /** Its numbers must not be judged (errors, drops, saturation, a control that moved). */
  invalid?: true;
}

export interface Judgement {
  verdict: Verdict;
  /** What screening suspected. */
  suspected: Direction | null;
  /** The relative change the verdict rests on, 0.05 for 5 % worse; null when nothing was judged. */
  change: number | null;
  /** The p value of a suspect's fresh blocks after Holm; null for the others. */
  p: number | null;
}

/** Per block, log(head / base) where lower is better, else log(base / head). Throws RangeError unless all pair and are > 0. */
export function logChanges(base: readonly number[], head: readonly number[], better: 'lower' | 'higher'): number[] {
  if (base.length !== head.length)
    throw new RangeError(`blocks do not pair: ${base.length} of base, ${head.length} of head`);
  return base.map((value, block) => {
    const change = Math.log(head[block] as number) - Math.log(value);
    if (!Number.isFinite(change)) throw new RangeError(`no ratio of ${head[block]} and ${value}: both must be > 0`);
    return better === 'lower' ? change : -change;
  });
}

/** Screening: whether a cell deserves fresh blocks, and which way it seems to have gone. */
export function suspicion({ screening, delta, invalid }: CellChanges, rule: VerdictRule): Direction | null {
  if (invalid !== undefined || screening.length < rule.screening.blocks) return null;
  const smallest = delta ?? rule.delta;
  return direction(screening, pValue(screening, rule.screening, smallest), rule.screening, smallest);
}

/**
 * Confirmation: the verdict of every cell of the family declared before the run, in its order. A suspect that got no
 * fresh blocks still counts in Holm's correction. Throws RangeError for a change that is not finite.
 */
export function judge(family: readonly CellChanges[], rule: VerdictRule): Judgement[] {
  const suspects = family.map((cell) => suspicion(cell, rule));
  const deltaOf = ({ delta }: CellChanges): number => delta ?? rule.delta;
  const enough = (cell: CellChanges): boolean => cell.fresh.length >= rule.confirmation.blocks;
  const pValues = holm(
    family
      .filter((_, index) => suspects[index] !== null)
      .map((cell) => (enough(cell) ? pValue(cell.fresh, rule.confirmation, deltaOf(cell)) : 1)),
  );
  return family.map((cell, index) => {
    const suspected = suspects[index] ?? null;
    if (cell.invalid !== undefined) return { verdict: 'invalid', suspected, change: null, p: null };
    if (suspected === null)
      return { ...withoutSuspicion(cell.screening, rule.screening.blocks, deltaOf(cell), rule), suspected, p: null };
    const p = pValues.shift() as number;
    const confirmed = enough(cell) ? direction(cell.fresh, p, rule.confirmation, deltaOf(cell)) : null;
    // Fresh blocks that contradict screening are no verdict either way: one of the two was an accident.
    if (confirmed !== suspected)
      return { ...withoutSuspicion(cell.fresh, rule.confirmation.blocks, deltaOf(cell), rule), suspected, p };
    return {
      verdict: confirmed === 'worse' ? 'regression' : 'improvement',
      suspected,
      change: relative(cell.fresh),
      p,
    };
  });
}

/** Two-sided: the direction was seen in the same blocks, so the tail on its side counts twice. */
function pValue(changes: readonly number[], rule: DecisionRule, delta: number): number {
  const sign = Math.sign(mean(changes));
  const towards = changes.map((change) => sign * change);
  return Math.min(1, 2 * tTest(towards, rule.against * Math.log1p(delta), 'greater'));
}

function direction(changes: readonly number[], p: number, rule: DecisionRule, delta: number): Direction | null {
  const change = mean(changes);
  if (!(p < rule.p && Math.abs(change) >= rule.shareOfDelta * Math.log1p(delta))) return null;
  return change > 0 ? 'worse' : 'better';
}

function withoutSuspicion(
  changes: readonly number[],
  blocks: number,
  delta: number,
  { equivalenceP }: VerdictRule,
): Pick<Judgement, 'verdict' | 'change'> {
  if (changes.length === 0) return { verdict: 'inconclusive', change: null };
  const same = changes.length >= blocks && equivalenceTest(changes, Math.log1p(delta)) < equivalenceP;
  return { verdict: same ? 'no change' : 'inconclusive', change: relative(changes) };
}

const relative = (changes: readonly number[]): number => Math.expm1(mean(changes));
