import { describe, expect, it, test } from 'vitest';
import { holdUpsEvery, type SimulatedLoad, simulatedArrivals } from '../tests/simulated/simulated-arrivals.ts';
import { isPunctual, judgeLateness, MOST_DELAY_MS, MOST_DELAY_SHARE, undelayedLatency } from './lateness.ts';

const P95 = { quantile: 0.95 };
/** 300 requests in 3 s, each of which takes so long. */
const steady = (tookMs: number, more: Partial<SimulatedLoad> = {}) =>
  simulatedArrivals({ requests: 300, gapMs: 10, answerMs: (sentMs) => sentMs + tookMs, ...more });

describe('a driver that is held up', () => {
  it('for a few milliseconds, in 1 % of the sends, changes nothing about a p95 of 60 ms', () => {
    const arrivals = steady(60, { holdUps: holdUpsEvery(700, 7, 3) });
    expect(arrivals.filter((arrival) => !isPunctual(arrival))).toHaveLength(3);
    expect(judgeLateness({ arrivals, ...P95 })).toBeUndefined();
  });
  it('as shortly, but in every fifth send, raises it within the bound', () => {
    const arrivals = steady(60, { holdUps: holdUpsEvery(50, 2.5, 60) });
    expect(judgeLateness({ arrivals, ...P95 })).toBeUndefined();
  });
  it('by more than the bound in every fifth send makes it worthless', () => {
    const arrivals = steady(60, { holdUps: holdUpsEvery(50, 12, 60) });
    expect(judgeLateness({ arrivals, ...P95 })).toMatchObject({ rule: 'driver-late', quantile: 0.95 });
  });
  it('for 300 ms makes it worthless, with what was measured and what it may have been', () => {
    const arrivals = steady(60, { holdUps: [{ fromMs: 1_200, forMs: 300 }] });
    const late = judgeLateness({ arrivals, ...P95 });
    expect(late).toMatchObject({ most_share: MOST_DELAY_SHARE, most_ms: MOST_DELAY_MS });
    const { measured_ms, undelayed_ms } = late as Extract<typeof late, { measured_ms: number }>;
    expect(undelayed_ms).toBeCloseTo(60, 6);
    expect(measured_ms).toBeGreaterThan(200);
  });
  it('touches no median unless half of the requests were late', () => {
    const long = steady(60, { holdUps: [{ fromMs: 1_200, forMs: 300 }] });
    expect(judgeLateness({ arrivals: long, quantile: 0.5 })).toBeUndefined();
    const often = steady(8, { holdUps: holdUpsEvery(30, 7, 100) });
    expect(judgeLateness({ arrivals: often, quantile: 0.5 })).toBeUndefined();
    const mostly = steady(8, { holdUps: [{ fromMs: 600, forMs: 1_800 }] });
    expect(judgeLateness({ arrivals: mostly, quantile: 0.5 })).toMatchObject({ quantile: 0.5 });
  });
  it('late by less than a millisecond is what timers are, also where requests take no longer', () => {
    const arrivals = steady(0.7, { holdUps: holdUpsEvery(10, 0.9, 300) });
    expect(arrivals.filter((arrival) => !isPunctual(arrival))).toEqual([]);
    expect(judgeLateness({ arrivals, ...P95 })).toBeUndefined();
  });
});

test('a stall of the service is no delay of the driver', () => {
  const arrivals = steady(0, { answerMs: (sentMs) => Math.max(sentMs + 1, 2_900) });
  expect(judgeLateness({ arrivals, ...P95 })).toBeUndefined();
});

test('answers that lay there while the driver was held up are found out, although none of their requests left late', () => {
  // All are answered at 500 ms; the driver reads the answers at 700 ms.
  const arrivals = steady(0, {
    answerMs: (sentMs) => Math.max(sentMs + 1, 500),
    holdUps: [{ fromMs: 400, forMs: 300 }],
    requests: 70,
  });
  expect(judgeLateness({ arrivals, ...P95 })).toMatchObject({ rule: 'driver-late' });
  const latencyOf = undelayedLatency(arrivals);
  // The first is read at 700 ms, and its answer may have come since 400 ms.
  expect(arrivals.slice(0, 1).map(latencyOf)).toEqual([400]);
});

test('only those count that decide, and as what they count', () => {
  const arrivals = steady(60, { holdUps: [{ fromMs: 1_200, forMs: 300 }] });
  const before = { among: ({ intendedMs }: { intendedMs: number }) => intendedMs < 1_000 };
  expect(judgeLateness({ arrivals, ...P95, ...before })).toBeUndefined();
  expect(judgeLateness({ arrivals, ...P95, countsAs: () => 2_000 })).toBeUndefined();
});

test('nothing that was sent decides nothing', () => {
  expect(judgeLateness({ arrivals: [], ...P95 })).toBeUndefined();
  const dropped = steady(1, { requests: 3 }).map((arrival) => ({ ...arrival, problem: 'dropped' as const }));
  expect(judgeLateness({ arrivals: dropped, ...P95 })).toBeUndefined();
});
