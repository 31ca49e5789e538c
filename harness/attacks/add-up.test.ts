import { describe, expect, test } from 'vitest';
import { Histogram, quantilesOf } from '../load/histogram.ts';
import { EXPORT, madeUpAttack, madeUpPods } from '../tests/golden/made-up-attack.ts';
import { addUp } from './add-up.ts';

const BEGAN_MS = Date.parse('2026-01-14T09:30:00.000Z');

describe('pods in order', () => {
  const attacks = madeUpPods();
  const { whole, pods, ...rest } = addUp(attacks);

  test('are one load with the requests, the rate and the response times of all', () => {
    expect(whole.requests).toBe(EXPORT.ratePerS * EXPORT.durationS);
    expect(whole.answered).toBe(whole.requests);
    expect(whole.rate_per_s).toBeCloseTo(EXPORT.ratePerS, -1);
    const all = new Histogram();
    // In the made-up attacks a latency is what is left of the response time.
    for (const { results } of attacks) {
      for (const { sentMs, latencyMs, seq } of results) all.record(sentMs + latencyMs - (BEGAN_MS + seq * 5));
    }
    for (const [name, ms] of Object.entries(quantilesOf(all))) {
      expect(whole.response_time?.[name as 'p50_ms']).toBeCloseTo(ms, 2);
    }
    expect(Histogram.fromBase64(whole.histogram).count).toBe(whole.answered);
    expect(rest.invalid).toEqual([]);
  });

  test('have their own values, and do not differ', () => {
    expect(pods.map(({ pod, requests }) => [pod, requests])).toEqual([
      [0, 2_000],
      [1, 2_000],
      [2, 2_000],
    ]);
    for (const pod of pods) expect(pod.response_time?.p50_ms).toBeCloseTo(2, 0);
    expect(rest.agreement).toMatchObject({ p50: { differ: false }, p99: { differ: false } });
    expect(rest.together_s).toBeCloseTo(EXPORT.durationS, 1);
  });
});

test('a vegeta that was held up shows in the response times and in how late it was', () => {
  const held = madeUpAttack({ pod: 0, pods: 1, ratePerS: 100, durationS: 1 });
  const until = (held.results[0]?.sentMs ?? 0) + 500;
  const results = held.results.map((one) => ({
    ...one,
    sentMs: Math.max(one.sentMs, one.seq < 50 && one.seq > 0 ? until : 0),
  }));
  const { whole } = addUp([{ ...held, results }]);
  expect(whole.late.max_ms).toBeCloseTo(490, -1);
  expect(whole.response_time?.p90_ms).toBeGreaterThan(300);
});

test('a slower pod differs', () => {
  const { agreement, invalid } = addUp(madeUpPods((pod) => (pod === 2 ? { medianMs: 3 } : {})));
  expect([agreement.p50?.differ, agreement.p99?.differ]).toEqual([true, true]);
  expect(agreement.p50?.sd).toBeGreaterThan(0.1);
  expect(invalid).toEqual([]);
});

test('too few answers for a quantile are not compared by it', () => {
  const few = Array.from({ length: 3 }, (_, pod) => madeUpAttack({ pod, ratePerS: 30 }));
  expect(addUp(few).agreement).toMatchObject({ p50: { differ: false }, p99: null });
});

describe('a load that was not the exported one', () => {
  test('because a pod attacked when the others had ended', () => {
    const { invalid, together_s } = addUp(madeUpPods((pod) => (pod === 1 ? { afterMs: 20_000 } : {})));
    expect(invalid).toEqual([{ rule: 'not-together', together_s: 0 }]);
    expect(together_s).toBe(0);
  });

  test('because a pod was cut off', () => {
    const { invalid } = addUp(madeUpPods((pod) => (pod === 1 ? { requests: 1_900 } : {})));
    expect(invalid).toEqual([{ rule: 'short', pod: 1, requests: 1_900, planned: 2_000 }]);
  });

  test('because nothing was answered', () => {
    const { invalid, whole } = addUp(madeUpPods(() => ({ outcomeOf: () => ({ code: 0, error: 'EOF' }) })));
    expect(invalid).toEqual([{ rule: 'nothing-answered' }]);
    expect(whole).toMatchObject({ answered: 0, response_time: null, codes: { 0: 6_000 } });
    expect(whole.errors).toEqual([{ error: 'EOF', requests: 6_000 }]);
  });
});

test('errors that differ in their ports alone are one', () => {
  const error = (port: number) =>
    `Get "http://a/${port}": read tcp 10.0.0.1:${port}->10.0.0.9:80: read: connection reset by peer`;
  const outcomeOf = (seq: number) => (seq % 2 === 0 ? { code: 0, error: error(40_000 + seq) } : { code: 201 });
  const { whole } = addUp([madeUpAttack({ pods: 1, ratePerS: 10, outcomeOf })]);
  expect(whole.errors).toEqual([{ error: 'read tcp 10.0.0.9:80: read: connection reset by peer', requests: 50 }]);
  expect(whole.codes).toEqual({ 0: 50, 201: 50 });
  expect(whole.answered).toBe(50);
});

test('results with a hole are no attack', () => {
  const whole = madeUpAttack({ pods: 1 });
  expect(() => addUp([{ ...whole, results: whole.results.toSpliced(5, 1) }])).toThrow(RangeError);
});
