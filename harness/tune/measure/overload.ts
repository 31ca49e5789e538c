/**
 * More than the setting can serve: does it refuse the surplus and serve the others in good time (fail fast), or does
 * everybody wait until nobody is served in time (collapse)? The wait for a connection that is allowed decides.
 */
import type { PoolSetting, TuneResults } from '../../results/tune.ts';
import { PATIENCE_MS } from '../advice/pool-timeout.ts';
import { toldTimeout } from '../subject.ts';
import { type Arm, type Bench, openArm } from './bench.ts';
import { measure } from './window.ts';

/** The rate, as a multiple of what it can serve. */
const OVERLOAD = 2;
/** So many times a wait it takes until one of that length is reached. */
const UNTIL_REACHED = 1 / (OVERLOAD - 1);
/** And so long it is watched then. */
const REACHED_MS = 1_000;
/** The default of QueuePool; its first timeout comes after a minute. */
const LIBRARY_PATIENCE_MS = 30_000;
const LIBRARY_REACHED_MS = 15_000;

export interface OverloadOptions {
  capacityPerS: number;
  /** The share of the usual lengths: 1, or less where there is less time. Then only the shortest wait is reached. */
  scale: number;
}

type Overload = TuneResults['overload'][number];

/** @param warm an arm of the setting that is up: it is used for the wait that it has, and then ended. */
export async function measureOverload(
  { capacityPerS, scale }: OverloadOptions,
  warm: Arm,
  bench: Bench,
): Promise<Overload[]> {
  const found: Overload[] = [];
  const waits = PATIENCE_MS.map((wait) => toldTimeout(bench.subject, wait));
  const shortest = Math.min(...waits);
  for (const timeout_ms of waits.toReversed()) {
    await withArm({ ...warm.setting, timeout_ms }, warm, bench, async (arm) => {
      const reachedMs = UNTIL_REACHED * timeout_ms;
      // The shortest wait is always reached: of a pool that tells nothing, only requests that give up show that it is full.
      const durationMs = timeout_ms === shortest ? reachedMs + REACHED_MS * scale : (reachedMs + REACHED_MS) * scale;
      found.push(await press(arm, OVERLOAD * capacityPerS, durationMs, bench));
    });
  }
  return found.toSorted((one, other) => one.setting.timeout_ms - other.setting.timeout_ms);
}

/** The wait that libraries allow by default, for the record: it takes more than a minute. */
export async function measureLibraryPatience(
  capacityPerS: number,
  setting: PoolSetting,
  bench: Bench,
): Promise<Overload> {
  await using arm = await openArm({ ...setting, timeout_ms: LIBRARY_PATIENCE_MS }, bench);
  const durationMs = UNTIL_REACHED * LIBRARY_PATIENCE_MS + LIBRARY_REACHED_MS;
  return await press(arm, OVERLOAD * capacityPerS, durationMs, bench);
}

async function press(arm: Arm, ratePerS: number, durationMs: number, bench: Bench): Promise<Overload> {
  const { arrivals, seed } = bench;
  const window = await measure('overload', arm, { ratePerS, durationMs, arrivals, seed }, bench);
  return { setting: arm.setting, window };
}

async function withArm(setting: PoolSetting, warm: Arm, bench: Bench, use: (arm: Arm) => Promise<void>): Promise<void> {
  if (setting.timeout_ms === warm.setting.timeout_ms) return use(warm);
  // Both together might need more connections than there are.
  await warm[Symbol.asyncDispose]();
  await using arm = await openArm(setting, bench);
  await use(arm);
}
