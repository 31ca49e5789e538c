/**
 * Blocks of several machines, each machine a stratum. A block holds both sides on one machine, so that its log ratio is free of
 * what the machine is; blocks of different machines add up.
 *
 * The estimate is the mean of all blocks: that of one machine with as many of them. Its error comes from the spread within the
 * machines alone, sum (x - mean of its machine)^2 / (N - k), so that it is right for these machines whether they agree or
 * not (the fixed-effects view of Rice, Higgins & Lumley, "A re-evaluation of fixed effect(s) meta-analysis", Journal of the
 * Royal Statistical Society A 181, 2018). Whether they agree is tested beside it.
 */
import type { Estimate } from '../results/schema.ts';
import { MIN_BLOCKS_FOR_LAG } from './autocorrelation.ts';
import { regularizedIncompleteBeta } from './incomplete-beta.ts';
import { mean } from './quantiles.ts';
import { studentTQuantile } from './student-t.ts';

/** The values of the blocks of each machine, in their order; no machine is without one. */
export type Strata = readonly (readonly number[])[];

export interface StratifiedMean {
  value: number;
  /** Standard error of the value, from the spread within the machines, for independent blocks. */
  error: number;
  /** Degrees of freedom of that error: blocks less machines. */
  df: number;
  /** Autocorrelation of neighbouring blocks of one machine; null where there is no telling. */
  lag1: number | null;
}

/**
 * The mean of all blocks. Where no machine has two of them, their spread is that of all blocks together.
 * Throws RangeError for fewer than two blocks.
 */
export function stratifiedMean(strata: Strata): StratifiedMean {
  const all = strata.flat();
  if (all.length < 2) throw new RangeError(`no spread of ${all.length} blocks`);
  const machines = all.length > strata.length ? strata : [all];
  const { squares, products } = within(machines);
  const df = all.length - machines.length;
  return {
    value: mean(all),
    error: Math.sqrt(squares / df / all.length),
    df,
    lag1: all.length < MIN_BLOCKS_FOR_LAG || squares === 0 ? null : products / squares,
  };
}

/** Sums over the machines: of squared deviations from a machine's own mean, and of the products of its neighbouring ones. */
function within(strata: Strata): { squares: number; products: number } {
  let [squares, products] = [0, 0];
  for (const blocks of strata) {
    // The rounding of the mean would leave a trace of a spread where there is none.
    if (blocks.every((value) => value === blocks[0])) continue;
    const center = mean(blocks);
    const deviations = blocks.map((value) => value - center);
    squares += deviations.reduce((sum, one) => sum + one ** 2, 0);
    products += deviations.slice(1).reduce((sum, one, index) => sum + one * (deviations[index] as number), 0);
  }
  return { squares, products };
}

/** How far machines differ from each other, beyond what their blocks explain. */
export interface Heterogeneity {
  /** Cochran's Q, sum n (mean of a machine - mean)^2 / variance within, with one variance for all machines. */
  q: number;
  /** How probable such a Q is where machines do not differ. */
  p: number;
  /** Standard deviation between machines, of DerSimonian & Laird; 0 where Q is no larger than chance makes it. */
  sd: number;
  /** The share of the spread of their means that chance does not explain (I^2 of Higgins & Thompson). */
  share: number;
}

/**
 * Cochran's Q (Biometrics 10, 1954) with the pooled variance within machines. Divided by k - 1 it is the F of an analysis of
 * variance, so that its p value is exact for normal blocks, while the usual chi-squared takes a variance of few blocks for the
 * true one. The variance between machines is (Q - (k - 1)) / (sum w - sum w^2 / sum w) with w = n / variance (DerSimonian &
 * Laird, Controlled Clinical Trials 7, 1986); I^2 is (Q - (k - 1)) / Q (Higgins & Thompson, Statistics in Medicine 21, 2002).
 *
 * Null for one machine, and where no machine has two blocks.
 */
export function heterogeneity(strata: Strata): Heterogeneity | null {
  const all = strata.flat();
  const [between, df] = [strata.length - 1, all.length - strata.length];
  if (between < 1 || df < 1) return null;
  const center = mean(all);
  const squares = strata.reduce((sum, blocks) => sum + blocks.length * (mean(blocks) - center) ** 2, 0);
  const variance = within(strata).squares / df;
  if (variance === 0) return constant(strata);
  const q = squares / variance;
  const excess = Math.max(0, q - between);
  const weights = strata.map((blocks) => blocks.length / variance);
  return {
    q,
    p: fTail(q / between, between, df),
    sd: Math.sqrt(excess / (sum(weights) - sum(weights.map((one) => one ** 2)) / sum(weights))),
    share: q === 0 ? 0 : excess / q,
  };
}

/** Machines whose blocks do not spread at all. */
function constant(strata: Strata): Heterogeneity {
  const means = strata.map(([first]) => first as number);
  if (means.every((one) => one === means[0])) return { q: 0, p: 1, sd: 0, share: 0 };
  const center = mean(means);
  return {
    q: Number.MAX_VALUE,
    p: 0,
    sd: Math.sqrt(sum(means.map((one) => (one - center) ** 2)) / (means.length - 1)),
    share: 1,
  };
}

/** P(F > f) with d1 and d2 degrees of freedom (Abramowitz & Stegun 26.6.2). */
export function fTail(f: number, d1: number, d2: number): number {
  const whole = d2 + d1 * f;
  return regularizedIncompleteBeta(d2 / 2, d1 / 2, d2 / whole, (d1 * f) / whole);
}

/**
 * The mean of all blocks with its interval. Where machines differ it is that of the mean over machines like these: the
 * random-effects interval of Hartung & Knapp (Statistics in Medicine 20, 2001) with the variance between machines above and
 * Student's t of k - 1 degrees of freedom. It may come out narrower than the other by chance: the wider one counts.
 */
export function stratifiedEstimate(strata: Strata, level: number, { differ }: { differ: boolean }): Estimate {
  const all = strata.flat();
  const { value, error, df, lag1 } = stratifiedMean(strata);
  const half = studentTQuantile(1 - (1 - level) / 2, df) * error;
  const known = { value, level, n: all.length, blocks: all, ...(lag1 === null ? {} : { lag1 }) };
  const fixed = { low: value - half, high: value + half };
  if (!differ) return { ...known, ...fixed, method: 'stratified' };
  const random = randomEffects(strata, level);
  const low = Math.min(fixed.low, random.low);
  const high = Math.max(fixed.high, random.high);
  return { ...known, low, high, method: 'random-effects' };
}

function randomEffects(strata: Strata, level: number): { low: number; high: number } {
  const { sd } = heterogeneity(strata) ?? { sd: 0 };
  const { squares } = within(strata);
  const all = strata.flat();
  const variance = squares / (all.length - strata.length);
  const means = strata.map((blocks) => mean(blocks));
  const weights = strata.map((blocks) => 1 / (variance / blocks.length + sd ** 2));
  const center = sum(means.map((one, at) => one * (weights[at] as number))) / sum(weights);
  const spread = sum(means.map((one, at) => (weights[at] as number) * (one - center) ** 2));
  const error = Math.sqrt(spread / ((strata.length - 1) * sum(weights)));
  const half = studentTQuantile(1 - (1 - level) / 2, strata.length - 1) * error;
  return { low: center - half, high: center + half };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
