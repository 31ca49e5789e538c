/**
 * Is a setting as good as the best? Two settings are equivalent when chance alone could have made the difference between
 * them: between their 95th percentiles, and between their shares of requests that were not served.
 */
import {
  connectionsOf,
  countingWindows,
  type SearchStandard,
  type TuneCell,
  type TuneWindow,
} from '../../results/tune.ts';
import { median } from '../../stats/quantiles.ts';

/**
 * The least that p95 is taken to vary by. Two windows of one setting often agree better by luck, and one lucky pair must
 * not make everything else look different. 5 % is what the median of a block varies by on a quiet machine; a
 * millisecond is what the scheduler and the timers may add to any request.
 */
const LEAST_NOISE = 0.05;
const LEAST_NOISE_MS = 1;
/** The spread of log p95 between windows of one setting on an ordinary shared machine, and how many pairs this is worth. */
const USUAL_SPREAD = 0.03;
const USUAL_PAIRS = 2;
/** From the median absolute deviation to the standard deviation of a normal distribution. */
const MAD_TO_SD = 1.4826;
/** The most: windows that were disturbed must not make everything look equivalent. */
const MOST_NOISE = 0.12;
/** Two windows of one setting that are farther apart, one of which was disturbed. */
const DISTURBED = 0.25;
/** Shares of unserved requests differ when chance would part them so far in fewer than 5 of 100 cases. */
const SURPRISING = 0.05;

/** What the windows of one setting say together. */
export interface Level {
  connections: number;
  windows: number;
  /** The least over the windows; infinite where nothing was answered. */
  p95Ms: number;
  sent: number;
  /** Refused, failed or never answered. */
  unserved: number;
}

/**
 * The window with the least p95: whatever else the machine does meanwhile only ever makes requests slower, so it is
 * the one that says most of the setting. Windows that are invalid count only where there are no others. Throws RangeError
 * for a cell without windows.
 */
export function levelOf(cell: TuneCell): Level {
  const windows = countingWindows(cell);
  if (windows.length === 0) throw new RangeError('a setting without windows');
  return {
    connections: connectionsOf(cell.setting),
    windows: cell.windows.length,
    p95Ms: Math.min(...windows.map(({ p95_ms }) => p95_ms ?? Number.POSITIVE_INFINITY)),
    sent: windows.reduce((sum, { sent }) => sum + sent, 0),
    unserved: windows.reduce((sum, { sent, completed }) => sum + sent - completed, 0),
  };
}

/** Whether the only two windows of a setting are so far apart that one of them was disturbed. A third tells which. */
export function contradict(cell: TuneCell): boolean {
  const [one, other, ...more] = countingWindows(cell).map(logP95);
  return one !== undefined && other !== undefined && more.length === 0 && Math.abs(one - other) > Math.log1p(DISTURBED);
}

const logP95 = ({ p95_ms }: TuneWindow): number => (p95_ms === null ? Number.POSITIVE_INFINITY : Math.log(p95_ms));

/** What settings are compared with, and how finely. */
export interface Standard {
  /** The setting that the others are compared with; its p95 is that of all that are level with it. */
  best: Level;
  /** Relative, see `noiseOf`. */
  noise: number;
}

/**
 * The standard that these cells set. Throws RangeError for none, and for one without windows.
 *
 * The p95 of the best is the mean of all settings within half the noise of it: one setting's windows may have been lucky
 * together, and then everything else would look worse.
 */
export function standardOf(cells: readonly TuneCell[]): Standard {
  const levels = cells.map(levelOf);
  const lowest = Math.min(...levels.map(({ p95Ms }) => p95Ms));
  const best = bestOf(levels, noiseOf(cells, lowest));
  const noise = noiseOf(cells, best.p95Ms);
  const level = levels.filter((one) => Math.abs(Math.log(one.p95Ms / best.p95Ms)) <= Math.log1p(noise) / 2);
  if (level.length === 0) return { best, noise };
  const windows = level.reduce((sum, one) => sum + one.windows, 0);
  const p95Ms = Math.exp(level.reduce((sum, one) => sum + one.windows * Math.log(one.p95Ms), 0) / windows);
  return { best: { ...best, p95Ms }, noise };
}

/** The standard as it is kept. Throws like `standardOf`. */
export function keptStandard(cells: readonly TuneCell[]): SearchStandard {
  const { best, noise } = standardOf(cells);
  return { connections: best.connections, p95_ms: Number.isFinite(best.p95Ms) ? best.p95Ms : null, noise };
}

/**
 * By how much p95 of equal settings that were measured twice each differs by chance, relative: 0.08 is 8 %.
 *
 * Windows of equal seed, rate and length have the same arrivals, so what is left is the machine and the service. From the
 * settings that were measured repeatedly: the pooled standard deviation of log p95, by its median absolute deviation (one
 * disturbed window of three does not count), times 2 (two means of two differ by less in 95 of 100 cases). One or two pairs
 * say little of a spread, so what is usual counts as two more (G. K. Smyth's moderated variance, Statistical Applications
 * in Genetics and Molecular Biology 3(1), 2004). At least 5 % and a millisecond, at most 12 %.
 * @param p95Ms the level around which the settings are compared, > 0.
 */
export function noiseOf(cells: readonly TuneCell[], p95Ms: number): number {
  let [squares, freedom] = [USUAL_PAIRS * USUAL_SPREAD ** 2, USUAL_PAIRS];
  for (const cell of cells) {
    const logs = countingWindows(cell).map(logP95).filter(Number.isFinite);
    if (logs.length < 2) continue;
    const center = median(logs);
    const spread = MAD_TO_SD * median(logs.map((log) => Math.abs(log - center)));
    squares += (logs.length - 1) * spread ** 2;
    freedom += logs.length - 1;
  }
  const seen = Math.expm1(2 * Math.sqrt(squares / freedom));
  return Math.max(LEAST_NOISE, LEAST_NOISE_MS / p95Ms, Math.min(MOST_NOISE, seen));
}

/** Not slower than `best` by more than the noise, and no more requests unserved than chance explains. */
export const isEquivalent = (level: Level, best: Level, noise: number): boolean =>
  level.p95Ms <= best.p95Ms * (1 + noise) && Number.isFinite(level.p95Ms) && !servesFewer(level, best);

/**
 * What the others are compared with: the largest setting, unless a smaller one is better beyond the noise (on a busy
 * database every connection more may cost time). Not simply the smallest p95: the best of many noisy settings is the
 * luckiest, and next to it others that are as good look worse.
 *
 * Throws RangeError for no levels.
 */
export function bestOf(levels: readonly Level[], noise: number): Level {
  const descending = levels.toSorted((one, other) => other.connections - one.connections);
  if (descending[0] === undefined) throw new RangeError('no levels');
  return descending.reduce((best, level) => (isBetter(level, best, noise) ? level : best));
}

function isBetter(level: Level, best: Level, noise: number): boolean {
  if (servesFewer(level, best)) return false;
  return servesFewer(best, level) || level.p95Ms * (1 + noise) < best.p95Ms;
}

/**
 * Whether more of one's requests went unserved than of the other's, beyond chance: were both equivalent, each unserved request
 * would fall on either in proportion to what was sent there, and so many on this one would be surprising (the exact
 * conditional test of J. Przyborowski & H. Wilenski, Biometrika 31, 1940).
 */
export function servesFewer(level: Level, other: Level): boolean {
  const unserved = level.unserved + other.unserved;
  const share = level.sent / (level.sent + other.sent);
  return level.unserved > 0 && atLeast(level.unserved, unserved, share) < SURPRISING;
}

/** The probability of at least `successes` in `trials`, each with probability `p`. */
function atLeast(successes: number, trials: number, p: number): number {
  let sum = 0;
  let logTerm = trials * Math.log(p);
  // From all successes downwards: C(n, k - 1) = C(n, k) k / (n - k + 1).
  for (let k = trials; k >= successes; k--) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(k / (trials - k + 1)) + Math.log((1 - p) / p);
  }
  return sum;
}
