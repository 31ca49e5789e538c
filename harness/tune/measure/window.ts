/** Windows of open-loop load on a setting: what came of the requests, and what was seen of the pool meanwhile. */
import { DuetError, EXIT } from '../../errors.ts';
import { raisePriority } from '../../lab/priority.ts';
import { measureDriver } from '../../load/driver-cost.ts';
import { judgeLateness } from '../../load/lateness.ts';
import { startOpenLoop, summarizeArrivals } from '../../load/open-loop.ts';
import { saturation } from '../../load/saturation.ts';
import { burstyArrivals, constantArrivals, poissonArrivals, type Schedule } from '../../load/schedule.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import { hangs } from '../../protocol/hung.ts';
import type { ArrivalsName, PoolSetting, TuneWindow } from '../../results/tune.ts';
import { type Arm, type Bench, openArm, type WindowKind } from './bench.ts';
import { decidedBy, excerpt, judge, latencies, outcomes } from './outcomes.ts';

/** Windows with equal values have the same arrivals. */
export interface WindowLoad {
  /** At the process that is measured. */
  ratePerS: number;
  durationMs: number;
  arrivals: ArrivalsName;
  seed: number;
  /** Instead of the arrivals that the values above make. */
  schedule?: Schedule;
  /** Whether the course of the pool is kept as well. */
  timeline?: boolean;
}

/** One window, and once more where the driver was late: then it says more of this machine than of the service. */
export async function measure(kind: WindowKind, arm: Arm, load: WindowLoad, bench: Bench): Promise<TuneWindow> {
  let window = await runWindow(arm, load, bench);
  bench.onWindow(kind, arm.setting, window);
  if (window.invalid === undefined || bench.mayRepeat?.() === false) return window;
  window = await runWindow(arm, load, bench);
  bench.onWindow(kind, arm.setting, window);
  return window;
}

/** One window of a setting that is started for it alone. */
export async function measureFresh(
  kind: WindowKind,
  setting: PoolSetting,
  load: WindowLoad,
  bench: Bench,
): Promise<TuneWindow> {
  await using arm = await openArm(setting, bench);
  return await measure(kind, arm, load, bench);
}

/** @throws DuetError when the service or something of the lab died; the signal's reason when it is aborted. */
export function runWindow(arm: Arm, load: WindowLoad, bench: WindowBench): Promise<TuneWindow> {
  const { subject, answers, watch, labProcesses, signal } = bench;
  const waitMs = subject.untold?.includes('timeout') ? undefined : arm.setting.timeout_ms;
  return watchDeaths(
    {
      watched: [...labProcesses, arm.service],
      where: { phase: 'tuning' },
      signal,
      suspicious: ({ failures }) => failures > 0,
    },
    async () => {
      using _precedence = raisePriority();
      const seenSince = await watch.start(arm.service, load.timeline);
      const schedule = scheduleOf(load);
      const look = arm.service.onlyStatus ? answers?.look(schedule.length) : undefined;
      const { check, refusals } = judge(arm.service, look);
      const loop = await startOpenLoop(arm.client, arm.service.request, schedule, { check });
      const driverCost = measureDriver();
      const fromMs = performance.now();
      await loop.finished;
      const untilMs = performance.now();
      const driver = driverCost();
      const seen = await seenSince({ fromMs, untilMs });
      const arrivals = await loop.stop();
      signal.throwIfAborted();
      if (arrivals.length > 0 && arrivals.every(({ problem }) => problem === 'timeout')) await refuseHung(arm, signal);
      const strange = look?.seen(excerpt);
      const { timeout_ms } = arm.setting;
      const dropped = saturation(summarizeArrivals(arrivals, driver));
      const invalid = dropped ?? judgeLateness(decidedBy(arrivals, timeout_ms));
      return {
        rate_per_s: load.ratePerS,
        duration_ms: load.durationMs,
        seed: load.seed,
        ...outcomes(arrivals, refusals, waitMs),
        ...(strange === undefined ? {} : { strange }),
        ...latencies(arrivals, timeout_ms),
        ...seen,
        ...(invalid === undefined ? {} : { invalid: [invalid] }),
      };
    },
  );
}

/** Nothing was answered in a whole window. @throws DuetError (exit 4) where nothing else is, either. */
async function refuseHung({ service }: Arm, signal: AbortSignal): Promise<void> {
  const hung = await hangs(service.url, 'the service', signal);
  if (hung === undefined) return;
  const hint = 'finished windows are kept; see the log of the service in the run folder';
  throw new DuetError(hung, { exitCode: EXIT.environment, where: { phase: 'tuning' }, hint });
}

type WindowBench = Pick<Bench, 'subject' | 'answers' | 'watch' | 'labProcesses' | 'signal'>;

/** When its requests are due. */
export function scheduleOf({ schedule, arrivals, ratePerS, durationMs, seed }: WindowLoad): Schedule {
  if (schedule !== undefined) return schedule;
  if (arrivals === 'steady') return constantArrivals(ratePerS, durationMs);
  return (arrivals === 'bursty' ? burstyArrivals : poissonArrivals)(ratePerS, durationMs, seed);
}
