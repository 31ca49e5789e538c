/**
 * Is a setting as good as the best? Two settings are alike when chance alone could have made the difference between
 * them: between their 95th percentiles, and between their shares of requests that were not served.
 */
import type { TuneCell } from '../../results/tune.ts';
import { mean } from '../../stats/quantiles.ts';

/**
 * The least that p95 is taken to vary by. Two windows of one setting often agree better by luck, and one lucky pair must
 * not make everything else look different. 5 % is what the median of a block varies by on a quiet machine; a
 * millisecond is what the scheduler and the timers may add to any request.
 */
const LEAST_NOISE = 0.05;
const LEAST_NOISE_MS = 1;
/** The most: one disturbed window must not make everything look alike. */
const MOST_NOISE = 0.25;
/** Shares of unserved requests differ when chance would part them so far in fewer than 5 of 100 cases. */
const SURPRISING = 0.05;

/** What the windows of one setting say together. */
export interface Level {
  connections: number;
  windows: number;
  /** Geometric mean over the windows; infinite where nothing was answered. */
  p95Ms: number;
  sent: number;
  /** Refused, failed or never answered. */
  unserved: number;
}

/** Throws RangeError for a cell without windows. */
export function levelOf({ setting, windows }: TuneCell): Level {
  const logs = windows.map(({ p95_ms }) => (p95_ms === null ? Number.POSITIVE_INFINITY : Math.log(p95_ms)));
  return {
    connections: setting.size + setting.overflow,
    windows: windows.length,
    p95Ms: logs.includes(Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Math.exp(mean(logs)),
    sent: windows.reduce((sum, { sent }) => sum + sent, 0),
    unserved: windows.reduce((sum, { sent, completed }) => sum + sent - completed, 0),
  };
}

/** What settings are compared with, and how finely. */
export interface Standard {
  best: Level;
  /** Relative, see `noiseOf`. */
  noise: number;
}

/** The standard that these cells set. Throws RangeError for none, and for one without windows. */
export function standardOf(cells: readonly TuneCell[]): Standard {
  const levels = cells.map(levelOf);
  const lowest = Math.min(...levels.map(({ p95Ms }) => p95Ms));
  const best = bestOf(levels, noiseOf(cells, lowest));
  return { best, noise: noiseOf(cells, best.p95Ms) };
}

/**
 * By how much p95 differs between windows of one setting by chance, relative: 0.08 is 8 %.
 *
 * Windows of equal seed, rate and length have the same arrivals, so what is left is the machine and the service. From the
 * settings that were measured repeatedly: the pooled standard deviation of log p95, times 2√2 (the difference of two
 * windows stays below that in 95 of 100 cases). At least 5 % and a millisecond, at most 25 % of it measured.
 * @param p95Ms the level around which the settings are compared, > 0.
 */
export function noiseOf(cells: readonly TuneCell[], p95Ms: number): number {
  const floor = Math.max(LEAST_NOISE, LEAST_NOISE_MS / p95Ms);
  let [squares, freedom] = [0, 0];
  for (const { windows } of cells) {
    const logs = windows.flatMap(({ p95_ms }) => (p95_ms === null ? [] : [Math.log(p95_ms)]));
    if (logs.length < 2) continue;
    const center = mean(logs);
    squares += logs.reduce((sum, log) => sum + (log - center) ** 2, 0);
    freedom += logs.length - 1;
  }
  if (freedom === 0) return floor;
  return Math.max(floor, Math.min(MOST_NOISE, Math.expm1(2 * Math.SQRT2 * Math.sqrt(squares / freedom))));
}

/** Not slower than `best` by more than the noise, and no more requests unserved than chance explains. */
export const isAlike = (level: Level, best: Level, noise: number): boolean =>
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
 * Whether more of one's requests went unserved than of the other's, beyond chance: were both alike, each unserved request
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
