import { describe, expect, test } from 'vitest';
import type { TuneResults, TuneWindow, UnexpectedAnswers } from '../../results/tune.ts';
import { cellOf, findings, TEN, windowOf } from '../../tests/builders/findings.ts';
import { bottleneckOf } from './bottleneck.ts';
import { recognizePoolTimeouts } from './pool-timeout-answers.ts';

const reader = { kind: 'command' as const, command: 'svc', env: {}, request: 'GET /' };

const failed = (
  count: number,
  after_wait: number | null,
  more: Partial<UnexpectedAnswers> = {},
): UnexpectedAnswers => ({
  ...{ problem: 'wrong-status', status: 500, count, after_wait, pool_timeouts: 0 },
  ...more,
});
const windowWith = (...unexpected: UnexpectedAnswers[]): TuneWindow => {
  const failures = unexpected.reduce((sum, { count }) => sum + count, 0);
  const seen = { in_use_max: 10, waiting_max: null };
  return windowOf({ ...seen, rate_per_s: 270, sent: 810, completed: 810 - failures, failures, unexpected });
};
/** Under overload, of which nothing but the answers tells. */
function overloaded(...windows: TuneWindow[]): TuneResults {
  const setting = { size: 10, overflow: 0, timeout_ms: 500 };
  return findings({ subject: reader, overload: windows.map((window) => ({ setting, window })) });
}

describe('failures of one kind', () => {
  test.each<[string, UnexpectedAnswers[], 'recognized' | 'suspected' | undefined]>([
    ['that all come when the wait is over are recognized', [failed(270, 270)], 'recognized'],
    ['with 502 as well', [failed(270, 270, { status: 502 })], 'recognized'],
    ['with 400 as well', [failed(270, 270, { status: 400 })], 'recognized'],
    ['that break the connection off as well', [failed(9, 9, { problem: 'reset' })], 'recognized'],
    ['that --expect finds as well', [failed(30, 30, { problem: 'wrong-body' })], 'recognized'],
    ['with a few that come at another time are recognized', [failed(100, 91)], 'recognized'],
    ['of several windows are judged together', [failed(3, 3), failed(4, 4)], 'recognized'],
    ['that are few are suspected', [failed(3, 3)], 'suspected'],
    ['many of which come at another time are suspected', [failed(100, 60)], 'suspected'],
    ['most of which come at another time are neither', [failed(100, 40)], undefined],
    ['that come at another wait in the other windows are no pool timeouts', [failed(40, 40), failed(60, 0)], undefined],
    ['that have a status for another thing are neither', [failed(100, 60, { status: 404 })], undefined],
    ['of a service that is not told how long to wait are suspected', [failed(100, null)], 'suspected'],
    ['of such a service, with another status, are neither', [failed(100, null, { status: 409 })], undefined],
  ])('%s', (_, kinds, verdict) => {
    const { pool_timeout_answers = [] } = recognizePoolTimeouts(overloaded(...kinds.map((kind) => windowWith(kind))));
    expect(pool_timeout_answers.map((one) => one.verdict)).toEqual(verdict === undefined ? [] : [verdict]);
  });

  test('are judged apart from those of another kind', () => {
    const results = overloaded(windowWith(failed(100, 100), failed(50, 0, { status: 404 })));
    const { pool_timeout_answers, overload } = recognizePoolTimeouts(results);
    expect(pool_timeout_answers).toEqual([
      { problem: 'wrong-status', status: 500, count: 100, after_wait: 100, verdict: 'recognized' },
    ]);
    expect(overload[0]?.window).toMatchObject({ timeouts: 100, failures: 50, completed: 660 });
  });
});

describe('what is recognized', () => {
  const results = overloaded(windowWith(failed(200, 195)), windowWith());
  const burst = windowWith(failed(2, 2));
  const all = { ...results, burst, search: [cellOf(10, windowWith(failed(3, 3)))] };

  test('counts as timeouts in every window, and the others stay failures', () => {
    const known = recognizePoolTimeouts(all);
    expect(known.overload[0]?.window).toMatchObject({ timeouts: 195, failures: 5 });
    expect(known.overload[0]?.window.unexpected).toMatchObject([{ count: 200, pool_timeouts: 195 }]);
    expect(known.burst).toMatchObject({ timeouts: 2, failures: 0 });
    expect(known.search[0]?.windows[0]).toMatchObject({ timeouts: 3, failures: 0 });
  });

  test('is the same when it is judged again, and failures again when later windows speak against it', () => {
    const known = recognizePoolTimeouts(all);
    expect(recognizePoolTimeouts(known)).toEqual(known);
    const more = { ...known, load_curve: [windowWith(failed(300, 0))] };
    const { overload, pool_timeout_answers } = recognizePoolTimeouts(more);
    expect(pool_timeout_answers).toBeUndefined();
    expect(overload[0]?.window).toMatchObject({ timeouts: 0, failures: 200 });
  });

  test('shows that the pool is what limits the service', () => {
    expect(bottleneckOf(TEN, results).kind).toBe('none');
    expect(bottleneckOf(TEN, recognizePoolTimeouts(results))).toMatchObject({
      ...{ kind: 'pool', timeouts: 195, sent: 810 },
      refused_with: [{ problem: 'wrong-status', status: 500 }],
    });
  });
});

test('results without failures stay as they are', () => {
  expect(recognizePoolTimeouts(findings())).toEqual(findings());
});
