import { expect, test } from 'vitest';
import { findings, windowOf } from '../../tests/builders/findings.ts';
import { poolTimeout } from './pool-timeout.ts';

test('the shortest wait that serves what can be served', () => {
  const { timeout_ms, overload } = poolTimeout(findings());
  expect(timeout_ms).toBe(500);
  expect(overload).toMatchObject({ rate_per_s: 270, burst_wait_ms: 175, choice: 'shorter-serves-all' });
  expect(overload?.tried).toEqual([
    { timeout_ms: 500, sent: 810, completed: 540, duration_ms: 3_000, answered_p99_ms: 570 },
    { timeout_ms: 2_000, sent: 810, completed: 760, duration_ms: 3_000, answered_p99_ms: 2_060 },
  ]);
});

test('but not shorter than a burst needs', () => {
  const patient = poolTimeout(findings({ burst: windowOf({ max_ms: 400 }) }));
  expect(patient.timeout_ms).toBe(2_000);
  expect(patient.overload).toMatchObject({ burst_wait_ms: 345, choice: 'shorter-leaves-no-margin' });
  expect(poolTimeout(findings({ burst: windowOf({ max_ms: 9_000 }) })).timeout_ms).toBe(2_000);
});

test('and not where it serves less', () => {
  const [short, long] = findings().overload;
  const fewer = { ...short, window: windowOf({ ...short?.window, completed: 400 }) };
  const patient = poolTimeout(findings({ overload: [fewer, long] as never }));
  expect([patient.timeout_ms, patient.overload?.choice]).toEqual([2_000, 'shorter-serves-fewer']);
});

test("the library's wait is there to be seen, not to be recommended", () => {
  const [, long] = findings().overload;
  const library = { ...long, setting: { size: 10, overflow: 0, timeout_ms: 30_000 } };
  const slow = findings({ overload: [...findings().overload, library] as never, burst: windowOf({ max_ms: 9_000 }) });
  expect(poolTimeout(slow).timeout_ms).toBe(2_000);
});

test('not measured: the reason says so', () => {
  expect(poolTimeout(findings({ overload: [] }))).toEqual({ code: 'timeout', timeout_ms: 2_000, overload: null });
});
