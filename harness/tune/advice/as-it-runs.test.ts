import { expect, test } from 'vitest';
import { runsAsItIs, type TuneResults, type TuneSubject, type TuneWindow } from '../../results/tune.ts';
import { isMetAsItRuns, judgeAsItRuns } from './as-it-runs.ts';

const window = (rate_per_s: number, p99_ms: number | null, completed = 100) =>
  ({ rate_per_s, p99_ms, sent: 100, completed }) as TuneWindow;
const judge = (p99_ms: number | null, ...load_curve: TuneWindow[]) =>
  judgeAsItRuns({ target: { rate_per_s: 200, processes: 2, p99_ms }, load_curve } as TuneResults);

test('the target is judged at its rate at one process, and at no other', () => {
  const missed = judge(50, window(50, 10), window(100, 60), window(200, 900));
  expect(missed).toEqual({ code: 'as-it-runs', p99_ms: 60, asked_ms: 50, unserved: 0 });
  expect(isMetAsItRuns(missed)).toBe(false);
  expect(isMetAsItRuns(judge(80, window(50, 10), window(100, 60)))).toBe(true);
});

test('a request that was lost meets no target', () => {
  const verdict = judge(80, window(100, 60, 98));
  expect(verdict).toMatchObject({ unserved: 2 });
  expect(isMetAsItRuns(verdict)).toBe(false);
});

test('nothing was asked for, or nothing seen', () => {
  expect(isMetAsItRuns(judge(null, window(100, 60)))).toBe(null);
  expect(judge(80, window(50, 10))).toEqual({ code: 'unmeasured' });
  expect(isMetAsItRuns({ code: 'unmeasured' })).toBe(null);
});

test.each<[TuneSubject, boolean]>([
  [{ kind: 'url', url: 'http://127.0.0.1', hook: null, request: 'GET /' }, true],
  [{ kind: 'url', url: 'http://127.0.0.1', hook: 'set {pool_size}', request: 'GET /' }, false],
  [{ kind: 'command', command: 'run {port}', env: {}, request: 'GET /' }, false],
])('%o runs as it is: %s', (subject, as) => expect(runsAsItIs(subject)).toBe(as));
