/**
 * More than the setting can serve: does it refuse the surplus and serve the others in good time (fail fast), or does
 * everybody wait until nobody is served in time (collapse)? The wait for a connection that is allowed decides.
 */
import type { PoolSetting, TuneResults } from '../../results/tune.ts';
import { type Arm, type Bench, openArm } from './bench.ts';
import { measure } from './window.ts';

/** Multiples of what it can serve. */
const FACTORS = [1.1, 1.5];
/** With and without patience. */
export const PATIENCE_MS = [500, 2_000];
/** The default of QueuePool. */
const LIBRARY_PATIENCE_MS = 30_000;
/** At 150 % a wait of 30 s is reached after 60 s. */
const LIBRARY_WINDOW_MS = 75_000;

export interface OverloadOptions {
  capacityPerS: number;
  windowMs: number;
  /** Also the wait that libraries allow by default; its first timeout comes after a minute. */
  libraryDefault: boolean;
}

/** @param warm an arm of the setting that is up: it is used for the wait that it has, and then ended. */
export async function measureOverload(
  { capacityPerS, windowMs, libraryDefault }: OverloadOptions,
  warm: Arm,
  bench: Bench,
): Promise<TuneResults['overload']> {
  const found: TuneResults['overload'] = [];
  const press = async (arm: Arm, factor: number, durationMs: number) => {
    const { arrivals, seed } = bench;
    const load = { ratePerS: capacityPerS * factor, durationMs, arrivals, seed };
    found.push({ setting: arm.setting, window: await measure('overload', arm, load, bench) });
  };
  for (const timeout_ms of PATIENCE_MS.toReversed()) {
    await withArm({ ...warm.setting, timeout_ms }, warm, bench, async (arm) => {
      for (const factor of FACTORS) await press(arm, factor, windowMs);
    });
  }
  if (libraryDefault) {
    const setting = { ...warm.setting, timeout_ms: LIBRARY_PATIENCE_MS };
    await withArm(setting, warm, bench, (arm) => press(arm, FACTORS.at(-1) as number, LIBRARY_WINDOW_MS));
  }
  return found.toSorted((one, other) => one.setting.timeout_ms - other.setting.timeout_ms);
}

async function withArm(setting: PoolSetting, warm: Arm, bench: Bench, use: (arm: Arm) => Promise<void>): Promise<void> {
  if (setting.timeout_ms === warm.setting.timeout_ms) return use(warm);
  // Both together might need more connections than there are.
  await warm[Symbol.asyncDispose]();
  await using arm = await openArm(setting, bench);
  await use(arm);
}
