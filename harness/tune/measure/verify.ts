/** The recommendation beside its alternatives: in turn, on fresh processes that stay up, under the same arrivals. */
import {
  type PoolComparison,
  type PoolSetting,
  readingOf,
  type TuneCell,
  type TuneWindow,
} from '../../results/tune.ts';
import { LEVEL, logRatioInterval } from '../../stats/interval.ts';
import { median } from '../../stats/quantiles.ts';
import { seededRandom, shuffle } from '../../stats/random.ts';
import type { Subject } from '../subject.ts';
import type { AlternativeSetting } from './alternatives.ts';
import { type Arm, type Bench, openArm, openedBy } from './bench.ts';
import { FEWEST_ROUNDS, levelAfter, MOST_ROUNDS } from './rounds.ts';
import { measure, type WindowLoad } from './window.ts';

export interface VerifyOptions {
  recommended: PoolSetting;
  alternatives: readonly AlternativeSetting[];
  windowMs: number;
  /** Connections that all of them together may open. */
  most: number;
  /** By how much p95 of equal settings differs by chance, relative. */
  noise: number;
  /** Whether there still is time for another round after so many. Asked after the fewest, where one might decide something. */
  hasTime(rounds: number): boolean;
  /** Takes over the recommended setting, warm as it is, where it is up at the end. Else it is ended. */
  keep?(own: Arm): void;
}

export interface Verified {
  recommended: TuneCell;
  comparisons: PoolComparison[];
}

/**
 * A round measures each setting once, all with the same arrivals; each round has others. More than the fewest are measured
 * only while they may still show that the recommended setting is slower than another, and none is shown to be yet.
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
  const goesOn = (rounds: number) => isUndecided(compared().comparisons, noise) && options.hasTime(rounds);
  for (let round = 0; round < FEWEST_ROUNDS || (round < MOST_ROUNDS && goesOn(round)); round++) {
    // What drifts evenly over a round and its mirror image touches all settings equally.
    const turns = round % 2 === 0 ? order : order.toReversed();
    const load = { ratePerS, durationMs: windowMs, arrivals, seed: seed + 1 + round };
    for (const index of turns) windows[index]?.push(await measureBeside(await arms.get(index), load, bench));
  }
  if (options.keep !== undefined) arms.release(0, options.keep);
  return compared();
}

/** One more setting, alone, under the arrivals of rounds that were measured. */
export async function measureAfter(setting: PoolSetting, { windows }: TuneCell, bench: Bench): Promise<TuneCell> {
  const { arrivals, ratePerS } = bench;
  const cell: TuneCell = { setting, windows: [] };
  await using arm = await openArm(setting, bench);
  for (const { duration_ms, seed } of windows) {
    cell.windows.push(await measureBeside(arm, { ratePerS, durationMs: duration_ms, arrivals, seed }, bench));
  }
  return cell;
}

/** The sessions that are seen are those of all settings that are up. */
async function measureBeside(arm: Arm, load: WindowLoad, bench: Bench): Promise<TuneWindow> {
  const { sessions_max: _ofAllArms, ...window } = await measure('verify', arm, load, bench);
  return window;
}

/** What was measured in the same rounds, compared with one of the settings. */
export function comparisonsWith(
  recommended: TuneCell,
  others: readonly Pick<PoolComparison, 'alternative' | 'cell'>[],
  noise: number,
): PoolComparison[] {
  const level = levelAfter(recommended.windows.length, others.length);
  return others.map(({ alternative, cell }) => {
    const p95_ratio = ratioOf(recommended.windows, cell.windows, level);
    return { alternative, cell, p95_ratio, reading: readingOf(p95_ratio, noise) };
  });
}

/**
 * Whether another round may show that one is slower by more than the noise, which the mean of the rounds is, and their median: one
 * disturbed round makes the mean so. Where it is shown, what lies between is searched; what a pooler costs changes no answer.
 */
export function isUndecided(comparisons: readonly Judged[], noise: number): boolean {
  const ofSize = comparisons.filter(({ alternative }) => alternative.code !== 'without-pooler');
  return (
    ofSize.every(({ reading }) => reading !== 'slower') &&
    ofSize.some(({ p95_ratio: ratio }) => ratio !== null && Math.min(ratio.value, median(ratio.blocks)) > 1 + noise)
  );
}

type Judged = Pick<PoolComparison, 'alternative' | 'p95_ratio' | 'reading'>;

/** Recommended / alternative, over the rounds in which both windows count; null where there is none. */
export function ratioOf(
  recommended: readonly TuneWindow[],
  alternative: readonly TuneWindow[],
  level = LEVEL,
): PoolComparison['p95_ratio'] {
  const counts = ({ p95_ms, invalid }: TuneWindow) => p95_ms !== null && p95_ms > 0 && invalid === undefined;
  const pairs = recommended
    .map((window, round) => [window, alternative[round] as TuneWindow] as const)
    .filter((pair) => pair.every(counts));
  if (pairs.length === 0) return null;
  const p95s = (side: 0 | 1) => pairs.map((pair) => pair[side].p95_ms as number);
  return logRatioInterval(p95s(0), p95s(1), level);
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
    release(index: number, take: (arm: Arm) => void) {
      const arm = up.get(index);
      if (arm !== undefined && up.delete(index)) take(arm);
    },
    [Symbol.asyncDispose]: endAll,
  };
}
