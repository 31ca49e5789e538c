/** Windows of open-loop load on a setting: what came of the requests, and what was seen of the pool meanwhile. */
import { raisePriority } from '../../lab/priority.ts';
import type { HttpAnswer } from '../../load/client.ts';
import { measureDriver } from '../../load/driver-cost.ts';
import { Histogram } from '../../load/histogram.ts';
import { type Decided, judgeLateness } from '../../load/lateness.ts';
import { type Arrival, startOpenLoop, summarizeArrivals } from '../../load/open-loop.ts';
import type { Check } from '../../load/outcome.ts';
import { saturation } from '../../load/saturation.ts';
import { burstyArrivals, constantArrivals, poissonArrivals, type Schedule } from '../../load/schedule.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import type { ArrivalsName, PoolSetting, TuneWindow } from '../../results/tune.ts';
import { hideSecrets } from '../../secrets.ts';
import type { TunedService } from '../subject.ts';
import { type Arm, type Bench, openArm, type WindowKind } from './bench.ts';

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
export function runWindow(
  arm: Arm,
  load: WindowLoad,
  { watch, labProcesses, signal }: WindowBench,
): Promise<TuneWindow> {
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
      const { check, refusals } = judge(arm.service);
      const loop = await startOpenLoop(arm.client, arm.service.request, scheduleOf(load), { check });
      const driverCost = measureDriver();
      const fromMs = performance.now();
      await loop.finished;
      const untilMs = performance.now();
      const driver = driverCost();
      const seen = await seenSince({ fromMs, untilMs });
      const arrivals = await loop.stop();
      signal.throwIfAborted();
      const { timeout_ms } = arm.setting;
      const dropped = saturation(summarizeArrivals(arrivals, driver));
      const invalid = dropped ?? judgeLateness(decidedBy(arrivals, timeout_ms));
      return {
        rate_per_s: load.ratePerS,
        duration_ms: load.durationMs,
        seed: load.seed,
        ...outcomes(arrivals, refusals),
        ...latencies(arrivals, timeout_ms),
        ...seen,
        ...(invalid === undefined ? {} : { invalid: [invalid] }),
      };
    },
  );
}

type WindowBench = Pick<Bench, 'watch' | 'labProcesses' | 'signal'>;

/** When its requests are due. */
export function scheduleOf({ schedule, arrivals, ratePerS, durationMs, seed }: WindowLoad): Schedule {
  if (schedule !== undefined) return schedule;
  if (arrivals === 'steady') return constantArrivals(ratePerS, durationMs);
  return (arrivals === 'bursty' ? burstyArrivals : poissonArrivals)(ratePerS, durationMs, seed);
}

interface Refusals {
  /** The numbers of the requests that were told that no connection came free in time. */
  readonly timeouts: Set<number>;
  /** The first other answer that was not the expected one. */
  example?: string;
}

/** The service's own check, which remembers what kind of wrong answer it was. */
function judge({ check, isPoolTimeout }: TunedService): { check: Check; refusals: Refusals } {
  const refusals: Refusals = { timeouts: new Set() };
  return {
    refusals,
    check(answer, n) {
      const problem = check(answer, n);
      if (problem !== undefined && isPoolTimeout(answer)) refusals.timeouts.add(n);
      else if (problem !== undefined) refusals.example ??= excerpt(answer);
      return problem;
    },
  };
}

/** The start of an answer, on one line. It may repeat what it was asked with. */
const excerpt = ({ status, text }: HttpAnswer): string =>
  `${status} ${hideSecrets(text).slice(0, 200).replaceAll(/\s+/g, ' ')}`.trim();

function outcomes(arrivals: readonly Arrival[], { timeouts, example }: Refusals) {
  const unanswered = arrivals.filter(({ problem }) => problem === 'timeout').length;
  const wrong = arrivals.filter(
    ({ problem }, n) => problem !== undefined && problem !== 'timeout' && problem !== 'dropped' && !timeouts.has(n),
  );
  const failureExample = example ?? wrong[0]?.problem;
  return {
    sent: arrivals.filter(({ problem }) => problem !== 'dropped').length,
    completed: arrivals.filter(({ problem }) => problem === undefined).length,
    timeouts: timeouts.size + unanswered,
    failures: wrong.length,
    ...(failureExample === undefined || wrong.length === 0 ? {} : { failure_example: failureExample }),
  };
}

/** See TuneWindow for how those count that were not answered as expected. */
const countsAs = (ms: number, { problem }: Arrival, timeoutMs: number): number =>
  problem === undefined ? ms : Math.max(ms, timeoutMs);

/** What settings are compared by, and rates. */
export const decidedBy = (arrivals: readonly Arrival[], timeoutMs: number): Decided => ({
  arrivals,
  quantile: 0.95,
  countsAs: (ms, arrival) => countsAs(ms, arrival, timeoutMs),
});

function latencies(arrivals: readonly Arrival[], timeoutMs: number) {
  const all = new Histogram();
  const answered = new Histogram();
  for (const arrival of arrivals) {
    const { intendedMs, settledMs, problem } = arrival;
    if (problem === 'dropped') continue; // our own fault: the window is invalid
    const ms = settledMs - intendedMs;
    all.record(countsAs(ms, arrival, timeoutMs));
    if (problem === undefined) answered.record(ms);
  }
  const quantile = (histogram: Histogram, p: number) => (histogram.count === 0 ? null : histogram.quantileMs(p));
  return {
    p50_ms: quantile(all, 0.5),
    p95_ms: quantile(all, 0.95),
    p99_ms: quantile(all, 0.99),
    max_ms: quantile(all, 1),
    answered_p99_ms: quantile(answered, 0.99),
  };
}
