import { expect, test } from 'vitest';
import { closedLoopResult, problemsOf } from './closed-result.ts';

const cpu = { userMs: 100, systemMs: 50 };
const BASE = { problems: {}, clients: 8, cpu, elapsedMs: 1_000, abandonedMs: 12 };

test('half a request of each client lies within the time', () => {
  expect(closedLoopResult({ ...BASE, completed: 96 })).toMatchObject({
    ...{ kind: 'service-time', completed: 96, perSecond: 100, sent: 104, failed: 0 },
    driver: { userMs: 100, systemMs: 50, share: 0.15 },
  });
});

test('what failed was sent, too, and is no part of the rate', () => {
  const result = closedLoopResult({ ...BASE, completed: 90, problems: { 'wrong-status': 6 } });
  expect(result).toMatchObject({ perSecond: 94, sent: 104, failed: 6, problems: { 'wrong-status': 6 } });
});

test('a service that answers nobody keeps every client waiting', () => {
  expect(closedLoopResult({ ...BASE, completed: 0, abandonedMs: 0 })).toMatchObject({
    ...{ perSecond: 0, failed: 8, problems: { timeout: 8 } },
  });
});

test('kinds of problems that did not occur are absent', () => {
  expect(problemsOf({ refused: 0, timeout: 2 })).toEqual({ timeout: 2 });
});
