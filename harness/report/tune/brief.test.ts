import { expect, test } from 'vitest';
import type { TargetVerdict } from '../../results/schema.ts';
import { goldenTune, goldenTuneNode, goldenTunePartial } from '../../tests/golden/golden-tune.ts';
import { briefLines } from './brief.ts';

test.each<[TargetVerdict, string]>([
  [{ code: 'met', p99_ms: 69.4, asked_ms: 150 }, ' (it is 69.4 ms)'],
  [{ code: 'not-met', p99_ms: 169, asked_ms: 150, because: { code: 'slow-by-itself' } }, ' (not met: it is 169 ms)'],
  [{ code: 'as-it-runs', p99_ms: 69.4, asked_ms: 150, unserved: 0 }, ' (p99 is 69.4 ms with the pool that it has)'],
  [{ code: 'unanswered' }, ' (no request was answered)'],
  [{ code: 'unmeasured' }, ' (not measured)'],
  [{ code: 'stored', text: 'a sentence' }, ''],
])('what was found stands beside what was asked for: %o', (target_verdict, found) => {
  const results = goldenTune();
  Object.assign(results.recommendation ?? {}, { target_verdict });
  expect(briefLines(results)).toEqual([
    `Must handle: 200 requests per second over 2 processes, p99 at most 150 ms${found}`,
    'What limits it: a transaction that is held open',
  ]);
});

test('where no p99 was asked for, it is told all the same', () => {
  expect(briefLines(goldenTuneNode())).toEqual([
    'Must handle: 100 requests per second (p99 is 31.8 ms)',
    'What limits it: the pool',
  ]);
});

test('without a recommendation only the load is known', () => {
  expect(briefLines(goldenTunePartial())).toEqual([
    'Must handle: 200 requests per second over 2 processes, p99 at most 150 ms',
  ]);
});
