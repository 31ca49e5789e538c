/** The recommendation beside its alternatives: in turn, on fresh processes that stay up, under the same arrivals. */
import {
  type PoolComparison,
  type PoolSetting,
  readingOf,
  type TuneCell,
  type TuneWindow,
} from '../../results/tune.ts';
import { logRatioInterval } from '../../stats/interval.ts';
import { seededRandom, shuffle } from '../../stats/random.ts';
import type { Subject } from '../subject.ts';
import type { AlternativeSetting } from './alternatives.ts';
import { type Arm, type Bench, openArm, openedBy } from './bench.ts';
import { measure } from './window.ts';

export interface VerifyOptions {
  recommended: PoolSetting;
  alternatives: readonly AlternativeSetting[];
  windowMs: number;
  /** Connections that all of them together may open. */
  most: number;
  /** By how much p95 of equal settings differs by chance, relative. */
  noise: number;
  /** Whether there still is time for two rounds. Asked before the fifth, where it might decide something. */
  hasTime(): boolean;
}

export interface Verified {
  recommended: TuneCell;
  comparisons: PoolComparison[];
}

/** Pairs of rounds, an order and its mirror image: what drifts evenly over them touches all settings equally. */
const LEAST_PAIRS = 2;
const MOST_PAIRS = 3;
/**
 * The level of the intervals of a comparison. Two or three pools are compared with, after four rounds and after six, and one slower reading
 * of all these changes the answer. At 95 % one comparison in twelve of equal pools would, where p95 varies by 8 % from window to
 * window; at this level it is one in thirty.
 */
const COMPARISON_LEVEL = 0.98;

/**
 * A round measures each setting once, all with the same arrivals; each round has others. More than the least are
 * measured only where they may still show that the recommended setting is slower than another.
 */
export async function verify(options: VerifyOptions, bench: Bench): Promise<Verified> {
  const { recommended, alternatives, windowMs, noise } = options;
  const settings = [recommended, ...alternatives.map(({ setting }) => setting)];
  const subjects = [bench.subject, ...alternatives.map(({ subject = bench.subject }) => subject)];
  const windows: TuneWindow[][] = settings.map(() => []);
  const order = shuffle(seededRandom(bench.seed), [...settings.keys()]);
  await using arms = openArms(settings, subjects, options.most, bench);
  const { arrivals, ratePerS, seed } = bench;
  const compared = (): Verified => {
    const cells = settings.map((setting, index) => ({ setting, windows: [...(windows[index] as TuneWindow[])] }));
    const [own, ...others] = cells as [TuneCell, ...TuneCell[]];
    const beside = alternatives.map(({ alternative }, index) => ({ alternative, cell: others[index] as TuneCell }));
    return { recommended: own, comparisons: comparisonsWith(own, beside, noise) };
  };
  const goesOn = () => compared().comparisons.some((one) => isOpen(one, noise)) && options.hasTime();
  for (let pair = 0; pair < LEAST_PAIRS || (pair < MOST_PAIRS && goesOn()); pair++) {
    for (const [half, turns] of [order, order.toReversed()].entries()) {
      const load = { ratePerS, durationMs: windowMs, arrivals, seed: seed + 1 + 2 * pair + half };
      for (const index of turns) {
        const arm = await arms.get(index);
        const { sessions_max: _ofAllArms, ...window } = await measure('verify', arm, load, bench);
        windows[index]?.push(window);
      }
    }
  }
  return compared();
}

/** What was measured in the same rounds, compared with one of the settings. */
export function comparisonsWith(
  recommended: TuneCell,
  others: readonly Pick<PoolComparison, 'alternative' | 'cell'>[],
  noise: number,
): PoolComparison[] {
  return others.map(({ alternative, cell }) => {
    const p95_ratio = ratioOf(recommended.windows, cell.windows);
    return { alternative, cell, p95_ratio, reading: readingOf(p95_ratio, noise) };
  });
}

/** Slower by more than the noise, as far as is known, but not yet shown to be slower at all. */
export const isOpen = ({ p95_ratio, reading }: Pick<PoolComparison, 'p95_ratio' | 'reading'>, noise: number): boolean =>
  reading !== 'slower' && p95_ratio !== null && p95_ratio.value > 1 + noise;

/** Recommended / alternative, over the rounds in which both windows count; null where there is none. */
export function ratioOf(
  recommended: readonly TuneWindow[],
  alternative: readonly TuneWindow[],
): PoolComparison['p95_ratio'] {
  const counts = ({ p95_ms, invalid }: TuneWindow) => p95_ms !== null && p95_ms > 0 && invalid === undefined;
  const pairs = recommended
    .map((window, round) => [window, alternative[round] as TuneWindow] as const)
    .filter((pair) => pair.every(counts));
  if (pairs.length === 0) return null;
  const p95s = (side: 0 | 1) => pairs.map((pair) => pair[side].p95_ms as number);
  return logRatioInterval(p95s(0), p95s(1), COMPARISON_LEVEL);
}

/** Arms that stay up, started at once; where they cannot be up side by side, each is started when its turn comes. */
function openArms(settings: readonly PoolSetting[], subjects: readonly Subject[], most: number, bench: Bench) {
  const total = settings.reduce((sum, setting) => sum + openedBy(setting, bench), 0);
  const sideBySide = total <= most && !bench.subject.oneAtATime;
  const up = new Map<number, Arm>();
  const endAll = async () => {
    for (const arm of up.values()) await arm[Symbol.asyncDispose]();
    up.clear();
  };
  const open = async (index: number, beside: boolean) => {
    const context = { ...bench, subject: subjects[index] as Subject };
    up.set(index, await openArm(settings[index] as PoolSetting, context, { beside }));
  };
  const openAll = async () => {
    await bench.watch.noteOthers();
    const opened = await Promise.allSettled([...settings.keys()].map((index) => open(index, true)));
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  return {
    async get(index: number): Promise<Arm> {
      if (!up.has(index)) {
        if (sideBySide) await openAll();
        else {
          await endAll();
          await open(index, false);
        }
      }
      return up.get(index) as Arm;
    },
    [Symbol.asyncDispose]: endAll,
  };
}
