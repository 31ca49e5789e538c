import { describe, expect, it } from 'vitest';
import { judgeLateness } from '../../load/lateness.ts';
import { ProcessDied } from '../../protocol/deaths.ts';
import { fakeBench } from '../../tests/simulated/fake-bench.ts';
import { type FakeOptions, fakeSubject } from '../../tests/simulated/fake-subject.ts';
import { type HoldUp, holdUpsEvery, simulatedArrivals } from '../../tests/simulated/simulated-arrivals.ts';
import type { Subject } from '../subject.ts';
import { openArm } from './bench.ts';
import { decidedBy } from './outcomes.ts';
import { measureFresh, runWindow } from './window.ts';

const load = { ratePerS: 200, durationMs: 600, arrivals: 'steady' as const, seed: 7 };
const REQUESTS = 120;
/** Patience that no pause of this machine uses up. */
const PATIENT_MS = 60_000;

async function windowOf(options: FakeOptions, connections: number, timeout_ms: number) {
  const bench = await fakeBench(fakeSubject(options));
  return await measureFresh('search', { size: connections, overflow: 0, timeout_ms }, load, bench);
}

describe('a window on an ample pool', () => {
  it('is served in full, and the pool tells what was in use', async () => {
    const window = await windowOf({ holdMs: 20 }, REQUESTS, PATIENT_MS);
    expect(window).toMatchObject({ rate_per_s: 200, duration_ms: 600, seed: 7, sent: REQUESTS, completed: REQUESTS });
    expect(window).toMatchObject({ timeouts: 0, failures: 0, checkouts: REQUESTS, waiting_max: 0 });
    expect(window.p50_ms).toBeGreaterThanOrEqual(20);
    // Little: 200 per second x 20 ms and more.
    expect(window.in_use_mean).toBeGreaterThan(3);
    expect(window.hold_ms_mean).toBeGreaterThanOrEqual(19);
    expect(window.failure_example).toBeUndefined();
  });
  it('shows nothing of a pool that nobody tells about', async () => {
    const { in_use_mean, checkouts, hold_ms_mean } = await windowOf({ holdMs: 5, silent: true }, REQUESTS, PATIENT_MS);
    expect({ in_use_mean, checkouts, hold_ms_mean }).toEqual({
      in_use_mean: null,
      checkouts: null,
      hold_ms_mean: null,
    });
  });
});

describe('requests that get no connection in time', () => {
  it('are timeouts, and count in the quantiles with their wait', async () => {
    // Two connections serve 40 per second: of 120 requests most are refused after 150 ms.
    const window = await windowOf({ holdMs: 50 }, 2, 150);
    expect(window.timeouts).toBeGreaterThan(50);
    expect(window.completed + window.timeouts).toBe(REQUESTS);
    expect(window.failures).toBe(0);
    expect(window.in_use_max).toBe(2);
    expect(window.p95_ms).toBeGreaterThanOrEqual(150);
  });
  it('do not make a setting look fast that refuses at once', async () => {
    const refusing = { status: 503, body: 'busy' };
    const window = await windowOf(
      { holdMs: 1, oddAnswer: (n) => (n % 2 === 0 ? refusing : undefined) },
      10,
      PATIENT_MS,
    );
    expect(window).toMatchObject({ timeouts: 60, completed: 60 });
    expect(window.p95_ms).toBeGreaterThanOrEqual(PATIENT_MS);
    expect(window.answered_p99_ms).toBeLessThan(PATIENT_MS);
  });
});

it('answers that are wrong otherwise are failures, with an example', async () => {
  const broken = { status: 500, body: 'the database\n  is gone' };
  const window = await windowOf({ holdMs: 1, oddAnswer: (n) => (n === 3 ? broken : undefined) }, 10, PATIENT_MS);
  expect(window).toMatchObject({ failures: 1, timeouts: 0, failure_example: '500 the database is gone' });
  expect(window.unexpected).toEqual([
    { problem: 'wrong-status', status: 500, count: 1, after_wait: 0, pool_timeouts: 0 },
  ]);
  expect(window.max_ms).toBeGreaterThanOrEqual(PATIENT_MS);
});

it('failures are counted by their kind, the most frequent first', async () => {
  const answers = [
    { status: 404, body: '' },
    { status: 500, body: '' },
  ];
  const oddAnswer = (n: number) => (n < 5 ? answers[n % 2] : undefined);
  const { failures, unexpected } = await windowOf({ holdMs: 1, oddAnswer }, 10, PATIENT_MS);
  expect(failures).toBe(5);
  expect(unexpected).toMatchObject([
    { problem: 'wrong-status', status: 404, count: 3 },
    { problem: 'wrong-status', status: 500, count: 2 },
  ]);
});

it('equal load means equal arrivals', async () => {
  const bench = await fakeBench(fakeSubject({ holdMs: 1 }));
  await using arm = await openArm({ size: 10, overflow: 0, timeout_ms: 500 }, bench);
  const poisson = { ...load, arrivals: 'poisson' as const, durationMs: 300 };
  const [one, other] = [await runWindow(arm, poisson, bench), await runWindow(arm, poisson, bench)];
  expect(one.sent).toBe(other.sent);
});

it('the course of the pool is kept where it is asked for', async () => {
  const bench = await fakeBench(fakeSubject({ holdMs: 50 }));
  await using arm = await openArm({ size: 4, overflow: 0, timeout_ms: 500 }, bench);
  const { timeline = [] } = await runWindow(arm, { ...load, timeline: true }, bench);
  expect(timeline.length).toBeGreaterThan(2);
  expect(Math.max(...timeline.map(({ in_use }) => in_use))).toBe(4);
  expect(Math.max(...timeline.map(({ waiting }) => waiting ?? 0))).toBeGreaterThan(0);
});

it('ends with the reason of the signal, and nothing stays up', async () => {
  const stop = new AbortController();
  const subject = fakeSubject({ holdMs: 5 });
  const bench = await fakeBench(subject, { signal: stop.signal });
  const long = { ...load, durationMs: 60_000 };
  const measured = measureFresh('search', { size: 9, overflow: 0, timeout_ms: 500 }, long, bench);
  const ended = expect(measured).rejects.toThrow('that will do');
  await expect.poll(() => subject.up()).toBe(1);
  stop.abort(new Error('that will do'));
  await ended;
  expect(subject.up()).toBe(0);
  expect(bench.windows).toEqual([]);
});

it('tells the death of a service from the failures that it caused', async () => {
  const dying: Subject = {
    ...fakeSubject({ holdMs: 1 }),
    async start(setting) {
      const service = await fakeSubject({
        holdMs: 1,
        oddAnswer: (n) => (n > 50 ? { status: 500, body: '' } : undefined),
      }).start(setting);
      const diesAtMs = performance.now() + 400;
      return { ...service, death: () => (performance.now() > diesAtMs ? 'the service exited with code 1' : undefined) };
    },
  };
  const bench = await fakeBench(dying);
  const setting = { size: 5, overflow: 0, timeout_ms: 500 };
  await expect(measureFresh('search', setting, load, bench)).rejects.toThrow(ProcessDied);
});

describe('a driver that is held up', () => {
  const LOAD = { requests: 300, gapMs: 10, answerMs: (sentMs: number) => sentMs + 60 };
  const judged = (holdUps: HoldUp[]) => judgeLateness(decidedBy(simulatedArrivals({ ...LOAD, holdUps }), 2_000));

  it('for 7 ms in 1 % of the sends decides as much as if it had not been', () =>
    expect(judged(holdUpsEvery(700, 7, 3))).toBeUndefined());
  it('for 300 ms decides nothing', () =>
    expect(judged([{ fromMs: 1_200, forMs: 300 }])).toMatchObject({ rule: 'driver-late', quantile: 0.95 }));
  it('adds nothing to a wait for a connection that was given up: that counts in full in any case', () => {
    const refused = simulatedArrivals({ ...LOAD, holdUps: [{ fromMs: 1_200, forMs: 300 }] }).map((arrival) => ({
      ...arrival,
      problem: 'wrong-status' as const,
    }));
    expect(judgeLateness(decidedBy(refused, 2_000))).toBeUndefined();
  });
});
