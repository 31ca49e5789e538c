/**
 * The verdicts of a diff, as early as its blocks allow: a group-sequential t test against "no change" and, beside it, the
 * two one-sided tests for "within the threshold", each with a chance of error of its own that its looks spend. What this
 * gives in power, false alarms and blocks stands in harness/stats/README.md and comes from `make bench-verdicts`.
 */
import { nominalLevels, powerSpending } from './alpha-spending.ts';
import { lagOneAutocorrelation } from './autocorrelation.ts';
import { type ChangeRule, withinMargin } from './change-rule.ts';
import { mean } from './quantiles.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';
import { standardError } from './variance.ts';

/** The rule's name in results, changed with anything that could change a verdict. */
export const SEQUENTIAL_RULE = 'sequential-1';

/** One look at the blocks: the one-sided levels below which it decides. */
export interface Look {
  blocks: number;
  /** The level for a change, in either direction. */
  change: number;
  /** The level for "within the threshold", on either side. */
  same: number;
}

/**
 * One-sided chance that any cell of a family that did not change is called slower. A family of fewer than `FEWEST_CELLS`
 * has that of so many: one cell alone is not to be called slower more often than by the rule before this one.
 */
const FALSE_ALARMS = 0.0025;
const FEWEST_CELLS = 5;
/** Chance that a cell which changed by exactly delta is called unchanged. */
const OVERLOOKED = 0.05;
/** The exponents of the spending functions. A few blocks tell little about their spread, so few alarms are spent on them. */
const RHO = { change: 3, same: 1 };
/** After so many blocks there is a look, up to the last one. More looks in between gain little, and drift has more of them to cross. */
const LOOKS = [4, 5, 6, 8, 10, 13, 17, 22, 28, 34, 40];
export const FIRST_LOOK = 4;
/** A lag-1 autocorrelation up to `from` is what chance gives independent blocks; beyond it counts, up to `upTo`. */
const AUTOCORRELATION = { from: 0.2, upTo: 0.8 };
/** With so many a change of 5 % is found even where a block varies by 5 %. */
export const MOST_BLOCKS = 40;

/** The share of false alarms of one metric among `family` that are judged together. */
const alphaOf = (family: number): number => FALSE_ALARMS / Math.max(FEWEST_CELLS, family);

/** The looks of a diff that measures at most so many blocks, for a family of so many cells. Fewer than the first look have none. */
export function planLooks(mostBlocks: number, family: number): Look[] {
  if (mostBlocks < FIRST_LOOK) return [];
  const blocks = [...LOOKS.filter((look) => look < mostBlocks), mostBlocks];
  const levels = (alpha: number, rho: number) =>
    nominalLevels(blocks.map((n) => ({ n, spent: powerSpending(alpha, n / mostBlocks, rho) })));
  const [change, same] = [levels(alphaOf(family), RHO.change), levels(OVERLOOKED, RHO.same)];
  return blocks.map((n, index) => ({ blocks: n, change: change[index] as number, same: same[index] as number }));
}

/**
 * The looks of a diff that ended after `blocks` because of its time alone: the last one spends all that is left.
 * @param mostBlocks as planned: the looks before have spent accordingly.
 */
export function closeLooks(mostBlocks: number, family: number, blocks: number): Look[] {
  const planned = planLooks(mostBlocks, family).filter((look) => look.blocks < blocks);
  if (blocks < FIRST_LOOK || blocks >= mostBlocks) return planLooks(mostBlocks, family);
  const last = (alpha: number, rho: number) => {
    const before = planned.map(({ blocks: n }) => ({ n, spent: powerSpending(alpha, n / mostBlocks, rho) }));
    return nominalLevels([...before, { n: blocks, spent: alpha }]).at(-1) as number;
  };
  return [...planned, { blocks, change: last(alphaOf(family), RHO.change), same: last(OVERLOOKED, RHO.same) }];
}

/** A single look, at the end: for metrics that do not decide when it comes. */
export const singleLook = (blocks: number, family: number): Look[] =>
  blocks < FIRST_LOOK ? [] : [{ blocks, change: alphaOf(family), same: OVERLOOKED }];

/** Every constant of the rule. */
export const SEQUENTIAL_CONSTANTS = {
  rule: SEQUENTIAL_RULE,
  falseAlarms: FALSE_ALARMS,
  fewestCells: FEWEST_CELLS,
  overlooked: OVERLOOKED,
  rho: RHO,
  looks: LOOKS,
  // The names of the members are part of the version.
  alike: AUTOCORRELATION,
} as const;

export interface Decision {
  verdict: 'regression' | 'improvement' | 'no change';
  /** After how many blocks. */
  blocks: number;
}

/** A look with what its levels are in units of the standard error. */
interface Boundary {
  blocks: number;
  change: number;
  same: number;
}

export const boundariesOf = (looks: readonly Look[]): Boundary[] =>
  looks.map(({ blocks, change, same }) => ({
    blocks,
    change: studentTQuantile(1 - change, blocks - 1),
    same: studentTQuantile(1 - same, blocks - 1),
  }));

/**
 * What the first look that decides says; null where none does. A change must be improbable without one, its estimate must
 * reach delta, and so must that of either half of the blocks: what only a part of the run shows is an accident of it.
 * @param changes log changes block by block, above 0 for worse (see `logChanges`).
 * @param delta the smallest relative change that matters, 0.03 for 3 %.
 */
export const decide = (changes: readonly number[], boundaries: readonly Boundary[], delta: number): Decision | null =>
  decideWithin(changes, boundaries, Math.log1p(delta));

/**
 * The same for changes that are no logarithms.
 * @param margin the smallest change that matters, on their scale.
 */
export const decideWithin = (
  changes: readonly number[],
  boundaries: readonly Boundary[],
  margin: number,
): Decision | null => decideBy(changes, boundaries, withinMargin(margin));

/** The same for blocks whose smallest change that matters is a matter of a rule. */
export function decideBy<T>(
  measured: readonly T[],
  boundaries: readonly Boundary[],
  rule: ChangeRule<T>,
): Decision | null {
  for (const { blocks, change, same } of boundaries) {
    if (blocks > measured.length) return null;
    const seen = measured.slice(0, blocks);
    const changes = seen.map(rule.changeOf);
    const [estimate, error] = [mean(changes), carefulError(changes)];
    if (Math.abs(estimate) > change * error && reaches(changes, rule.marginOf(seen))) {
      return { verdict: estimate > 0 ? 'regression' : 'improvement', blocks };
    }
    const upperBoundOf = (valueOfBlock: (block: T) => number) => {
      const values = seen.map(valueOfBlock);
      return mean(values) + same * carefulError(values);
    };
    if (rule.isWithin({ estimate, reach: same * error }, upperBoundOf)) return { verdict: 'no change', blocks };
  }
  return null;
}

/**
 * Whether the mean of all blocks is at least `margin` away from no change, and that of either half on the same side.
 * @param ofHalf the share of the margin that a half must reach.
 */
export function reaches(changes: readonly number[], margin: number, ofHalf = 1): boolean {
  const half = Math.floor(changes.length / 2);
  const sign = Math.sign(mean(changes));
  const halves = [changes.slice(0, half), changes.slice(half)];
  return sign * mean(changes) >= margin && halves.every((part) => sign * mean(part) >= ofHalf * margin);
}

/** The two-sided p value of "no change at all", with the same standard error, of a single look. */
export function changeP(changes: readonly number[]): number {
  const [estimate, error] = [mean(changes), carefulError(changes)];
  if (estimate === 0) return 1;
  return error === 0 ? 0 : Math.min(1, 2 * studentTCdf(-Math.abs(estimate) / error, changes.length - 1));
}

/**
 * The standard error of the mean, wider where neighbouring blocks are correlated: they tell as much as fewer independent ones,
 * by the variance (1 + r) / (1 - r) of a mean of AR(1) values (Bayley & Hammersley, Supplement to the Journal of the Royal
 * Statistical Society 8, 1946).
 */
const carefulError = (changes: readonly number[]): number =>
  standardError(changes) * widening(lagOneAutocorrelation(changes).value);

/**
 * The factor by which a lag-1 autocorrelation makes a standard error wider.
 * @param lag1 null where it is not known, which widens nothing.
 */
export function widening(lag1: number | null): number {
  const lag = Math.min(AUTOCORRELATION.upTo, Math.max(0, (lag1 ?? 0) - AUTOCORRELATION.from));
  return Math.sqrt((1 + lag) / (1 - lag));
}
