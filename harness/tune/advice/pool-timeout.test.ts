import { expect, test } from 'vitest';
import { poolTimeout } from './pool-timeout.ts';
import { findings, windowOf } from './testing/findings.ts';

test('the shortest wait that serves what can be served', () => {
  const { timeoutMs, reason } = poolTimeout(findings());
  expect(timeoutMs).toBe(500);
  expect(reason).toBe(
    'At 270 req/s, more than can be served: with 500 ms, 67 % served at a p99 of 570 ms; with 2 s, 94 % served at a p99 of 2.06 s. In the burst nobody waited longer than 175 ms.',
  );
});

test('but not shorter than a burst needs', () => {
  expect(poolTimeout(findings({ burst: windowOf({ max_ms: 400 }) })).timeoutMs).toBe(2_000);
  expect(poolTimeout(findings({ burst: windowOf({ max_ms: 9_000 }) })).timeoutMs).toBe(2_000);
});

test('and not where it serves less: what it refuses, the knee would have borne', () => {
  const [short, long] = findings().overload;
  const fewer = { ...short, window: windowOf({ ...short?.window, completed: 400 }) };
  expect(poolTimeout(findings({ overload: [fewer, long] as never })).timeoutMs).toBe(2_000);
});

test('not measured: the reason says so', () => {
  const { timeoutMs, reason } = poolTimeout(findings({ overload: [] }));
  expect([timeoutMs, reason]).toEqual([2_000, expect.stringContaining('Not measured')]);
});
