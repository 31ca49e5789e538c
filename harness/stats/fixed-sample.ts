/**
 * The verdicts of a diff whose blocks were fixed beforehand and shared out among machines: the tests of the sequential rule,
 * looked at once, with the chance of error that all of its looks have together. What this gives in power and false alarms
 * stands in README.md and comes from `make bench-shards`.
 */
import type { Look } from '../results/schema.ts';
import { type ChangeRule, withinMargin } from './change-rule.ts';
import { MOST_BLOCKS, reaches, singleLook, widening } from './sequential.ts';
import { type Heterogeneity, heterogeneity, type Strata, type StratifiedMean, stratifiedMean } from './strata.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

/** The rule's name in results, changed with anything that could change a verdict. */
export const FIXED_RULE = 'fixed-1';
/** Below this p value machines are said to differ: of machines that do not, one row in a hundred is. */
export const DIFFER_BELOW = 0.01;
/**
 * What either half of the blocks must reach of the smallest change that matters. There is but one look, where the rule of one
 * machine has many: with all of it a change of 5 % would be found more rarely than there.
 */
export const OF_HALF = 0.9;
/** With one block alone, what the machine does cannot be told from what a block does. */
export const LEAST_SHARE = 2;
/** From so many of each machine the spread within them is known well enough; the tables show what fewer cost. */
const USUAL_SHARE = 4;
/** A diff has so many blocks at least, whatever it is shared among. */
export const LEAST_BLOCKS_IN_ALL = 6;

/** The blocks of a diff that is shared among machines, where nobody says how many: as many as the longest one has, or more. */
export const blocksFor = (shards: number): number => Math.max(MOST_BLOCKS, USUAL_SHARE * shards);

/** The only look, with the levels of a family of so many metrics. Throws RangeError for too few blocks. */
export function fixedLook(blocks: number, family: number): Look {
  const [look] = singleLook(blocks, family);
  if (look === undefined) throw new RangeError(`${blocks} blocks are too few for a look`);
  return look;
}

export interface FixedDecision {
  /** Null where the blocks decide nothing. */
  verdict: 'regression' | 'improvement' | 'no change' | null;
  /** Two-sided, of no change at all. */
  p: number;
  /** Null for one machine. */
  machines: Heterogeneity | null;
  /** What there is between machines is no accident. */
  differ: boolean;
  /** Without one of the machines, which differ, the verdict would be another: it is none. */
  restsOnOne: boolean;
}

/**
 * A change must be improbable without one, its estimate must reach the margin, and that of either half of the blocks, which are
 * halves of the machines where there are several, most of it. Where machines differ, the same must hold without any one of
 * them: what one machine alone shows may be an accident of it.
 * @param strata changes block by block, above 0 for worse, of each machine.
 * @param margin the smallest change that matters, on their scale.
 */
export const decideFixed = (strata: Strata, look: Look, margin: number): FixedDecision =>
  decideFixedBy(strata, look, withinMargin(margin));

/** The same for blocks whose smallest change that matters is a matter of a rule. */
export function decideFixedBy<T>(strata: readonly (readonly T[])[], look: Look, rule: ChangeRule<T>): FixedDecision {
  const machines = heterogeneity(valuesOf(strata, rule.changeOf));
  const differ = doDiffer(machines);
  const { verdict, p } = decideOnce(strata, look, rule);
  const restsOnOne =
    differ &&
    verdict !== null &&
    strata.some((_, left) => {
      const others = strata.filter((_, at) => at !== left);
      return decideOnce(others, look, rule).verdict !== verdict;
    });
  return { verdict: restsOnOne ? null : verdict, p, machines, differ, restsOnOne };
}

/** Whether what there is between machines is no accident. */
export const doDiffer = (machines: Heterogeneity | null): boolean => machines !== null && machines.p < DIFFER_BELOW;

function decideOnce<T>(
  strata: readonly (readonly T[])[],
  { change, same }: Look,
  rule: ChangeRule<T>,
): Pick<FixedDecision, 'verdict' | 'p'> {
  const blocks = strata.flat();
  if (blocks.length < 2) return { verdict: null, p: 1 };
  const { value, error, df } = carefulMean(valuesOf(strata, rule.changeOf));
  const p = pOf(value, error, df);
  if (
    Math.abs(value) > quantile(change, df) * error &&
    reaches(blocks.map(rule.changeOf), rule.marginOf(blocks), OF_HALF)
  ) {
    return { verdict: value > 0 ? 'regression' : 'improvement', p };
  }
  const upperBoundOf = (valueOfBlock: (block: T) => number) => {
    const found = carefulMean(valuesOf(strata, valueOfBlock));
    return found.value + quantile(same, found.df) * found.error;
  };
  const isWithin = rule.isWithin({ estimate: value, reach: quantile(same, df) * error }, upperBoundOf);
  return { verdict: isWithin ? 'no change' : null, p };
}

const valuesOf = <T>(strata: readonly (readonly T[])[], valueOfBlock: (block: T) => number): number[][] =>
  strata.map((blocks) => blocks.map(valueOfBlock));

/** With an error that is wider where neighbours of one machine resemble each other. */
function carefulMean(strata: Strata): Pick<StratifiedMean, 'value' | 'error' | 'df'> {
  const { value, error, df, lag1 } = stratifiedMean(strata);
  return { value, error: error * widening(lag1), df };
}

function pOf(value: number, error: number, df: number): number {
  if (value === 0) return 1;
  return error === 0 ? 0 : Math.min(1, 2 * studentTCdf(-Math.abs(value) / error, df));
}

const known = new Map<string, number>();

/** Student's t beyond which lies the level, on one side. The same few are asked for again and again. */
function quantile(level: number, df: number): number {
  const key = `${level} ${df}`;
  const value = known.get(key) ?? studentTQuantile(1 - level, df);
  known.set(key, value);
  return value;
}
