import { expect, test } from 'vitest';
import type { TuneResults, TuneSubject, TuneWindow } from '../../results/tune.ts';
import { judgeAsItRuns, runsAsItIs } from './as-it-runs.ts';

const window = (rate_per_s: number, p99_ms: number | null, completed = 100) =>
  ({ rate_per_s, p99_ms, sent: 100, completed }) as TuneWindow;
const judge = (p99_ms: number | null, ...load_curve: TuneWindow[]) =>
  judgeAsItRuns({ target: { rate_per_s: 200, processes: 2, p99_ms }, load_curve } as TuneResults);

test('the target is judged at its rate at one process, and at no other', () => {
  expect(judge(50, window(50, 10), window(100, 60), window(200, 900))).toEqual({
    met: false,
    verdict: 'Not met with the pool that it has: p99 is 60.0 ms of the 50 ms asked for. No other pool was tried.',
  });
  expect(judge(80, window(50, 10), window(100, 60))).toMatchObject({ met: true });
});

test('a request that was lost meets no target', () => {
  const { met, verdict } = judge(80, window(100, 60, 98));
  expect(met).toBe(false);
  expect(verdict).toContain('2 requests got no answer or a wrong one');
});

test('nothing was asked for, or nothing seen', () => {
  expect(judge(null, window(100, 60)).met).toBe(null);
  expect(judge(80, window(50, 10))).toEqual({ met: null, verdict: 'The target rate was not measured.' });
});

test.each<[TuneSubject, boolean]>([
  [{ kind: 'url', url: 'http://127.0.0.1', hook: null, request: 'GET /' }, true],
  [{ kind: 'url', url: 'http://127.0.0.1', hook: 'set {pool_size}', request: 'GET /' }, false],
  [{ kind: 'command', command: 'run {port}', env: {}, request: 'GET /' }, false],
])('%o runs as it is: %s', (subject, as) => expect(runsAsItIs(subject)).toBe(as));
