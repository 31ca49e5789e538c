import { expect, test } from 'vitest';
import { poolTimeout } from './pool-timeout.ts';
import { findings, windowOf } from './testing/findings.ts';

test('the shortest wait that serves what can be served', () => {
  const { timeoutMs, reason } = poolTimeout(findings());
  expect(timeoutMs).toBe(500);
  expect(reason).toBe(
    'At 270 req/s, more than can be served: with 500 ms, 67 % served at a p99 of 570 ms; with 2 s, 94 % served at a p99 of 2.06 s. In the burst requests waited up to 175 ms, and the short wait serves all that can be served in time: who waits longer only makes the next wait too.',
  );
});

test('but not shorter than a burst needs', () => {
  const patient = poolTimeout(findings({ burst: windowOf({ max_ms: 400 }) }));
  expect(patient.timeoutMs).toBe(2_000);
  expect(patient.reason).toContain('requests waited up to 345 ms: the shorter wait leaves no margin');
  expect(poolTimeout(findings({ burst: windowOf({ max_ms: 9_000 }) })).timeoutMs).toBe(2_000);
});

test('and not where it serves less', () => {
  const [short, long] = findings().overload;
  const fewer = { ...short, window: windowOf({ ...short?.window, completed: 400 }) };
  const patient = poolTimeout(findings({ overload: [fewer, long] as never }));
  expect([patient.timeoutMs, patient.reason]).toEqual([2_000, expect.stringContaining('serves fewer than')]);
});

test('a window that ends before the queue is that long says so', () => {
  const [short, long] = findings().overload;
  const early = { ...long, window: windowOf({ ...long?.window, completed: 810, timeouts: 0, answered_p99_ms: 1_350 }) };
  const { reason } = poolTimeout(findings({ overload: [short, early] as never }));
  expect(reason).toContain('with 2 s, 100 % served at a p99 of 1.35 s, for in 3.00 s the queue grew no longer');
  const borne = { ...short, window: windowOf({ ...early.window, answered_p99_ms: 60 }) };
  expect(poolTimeout(findings({ overload: [borne, early] as never })).reason).toContain(
    'At 270 req/s, which was borne:',
  );
});

test("the library's wait is there to be seen, not to be recommended", () => {
  const [, long] = findings().overload;
  const library = { ...long, setting: { size: 10, overflow: 0, timeout_ms: 30_000 } };
  const slow = findings({ overload: [...findings().overload, library] as never, burst: windowOf({ max_ms: 9_000 }) });
  expect(poolTimeout(slow).timeoutMs).toBe(2_000);
});

test('not measured: the reason says so', () => {
  const { timeoutMs, reason } = poolTimeout(findings({ overload: [] }));
  expect([timeoutMs, reason]).toEqual([2_000, expect.stringContaining('Not measured')]);
});
