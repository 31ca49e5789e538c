import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSampler } from './sampler.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function sampled(forMs: number) {
  const started = performance.now();
  const sampler = startSampler(() => performance.now() - started);
  vi.advanceTimersByTime(forMs);
  return sampler.end();
}

test('it looks at the beginning, evenly, and at the end', () => {
  expect(sampled(5).map(({ seen }) => seen)).toEqual([0, 2, 4, 5]);
});

test('however long it takes, the looks stay even and few', () => {
  const seen = sampled(60_000).map((look) => look.seen);
  expect(seen.length).toBeLessThanOrEqual(201);
  expect(seen.length).toBeGreaterThan(100);
  const gaps = new Set(seen.slice(1, -1).map((at, n) => at - (seen[n] as number)));
  expect(gaps.size).toBe(1);
  expect([seen[0], seen.at(-1)]).toEqual([0, 60_000]);
});

test('it does not look after its end', () => {
  const look = vi.fn();
  startSampler(look).end();
  vi.advanceTimersByTime(1_000);
  expect(look).toHaveBeenCalledTimes(2);
});
