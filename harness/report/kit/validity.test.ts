import { expect, test } from 'vitest';
import type { Invalidity } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { banners } from '../compare/facts.ts';
import { distrustText, invalidityText, lossOf, validityLine, validityRows } from './validity.ts';

const validity = { trials: 102, repeated: 0, invalid: 0, trustworthy: true, reasons: [] };

test('a run without invalid trials says so in a word', () => {
  expect(validityLine({ validity })).toBe('All 102 trials are valid.');
});

test('repeated and lost trials are counted apart', () => {
  expect(validityLine({ validity: { ...validity, repeated: 3 } })).toBe(
    '102 trials: 3 repeated because invalid, none left out.',
  );
  expect(validityLine(golden())).toBe('102 trials: 2 repeated because invalid, 1 left out.');
});

test('results that do not say are not called valid', () => {
  expect(validityLine({})).toBeNull();
  expect(validityRows({})).toEqual([]);
});

test('a reason is given in words, with its example', () => {
  expect(validityRows(golden())).toEqual([
    [
      'another process used the processor',
      '3',
      expect.stringContaining('parallel/python/after: other processes used 0.31 of a core'),
    ],
  ]);
});

test('only a run that is not trustworthy has a banner, and it says why', () => {
  expect(banners(golden())).toEqual([]);
  const results = golden();
  Object.assign(results.validity ?? {}, { invalid: 30, trustworthy: false, distrust: 'more than 20 % are invalid' });
  const [banner] = banners(results);
  expect(banner?.title).toBe('Do not trust these numbers');
  expect(banner?.lines[0]).toMatch(/^This run is invalid: more than 20 % are invalid\. 102 trials: /);
  expect(banner?.lines.join(' ')).toContain('30 left out. another process used the processor (3)');
});

test('a cell tells of its losses only when it has some', () => {
  const cell = { variant: 'after', status: 'measured' as const, metrics: {} };
  expect(lossOf(cell)).toBeNull();
  expect(lossOf({ ...cell, invalid_trials: 2 })).toBe('2 trials left out');
});

test.each<[Invalidity, string]>([
  [{ rule: 'driver-saturated', cpu_share: 0.864, most_share: 0.85 }, 'the driver used 86 % of a core (limit 85 %)'],
  [
    { rule: 'driver-late', quantile: 0.95, measured_ms: 71.22, undelayed_ms: 60.1, most_share: 0.05, most_ms: 1 },
    'delays of the driver may have raised the 95th percentile from 60.1 ms to 71.2 ms (limit 5 %, or 1 ms)',
  ],
  [
    { rule: 'driver-late', quantile: 0.5, measured_ms: 9.5, undelayed_ms: 8.2, most_share: 0.05, most_ms: 1 },
    'delays of the driver may have raised the median from 8.2 ms to 9.5 ms (limit 5 %, or 1 ms)',
  ],
  [
    { rule: 'driver-late', lag_p99_ms: 6.02, most_lag_ms: 5 },
    "1 % of the driver's requests left 6.0 ms or more after they were due (limit 5 ms)",
  ],
  [{ rule: 'driver-late', dropped: 1 }, 'the driver dropped 1 request: too many were in progress'],
  [
    { rule: 'driver-late', late: 30, requests: 40, most_lag_ms: 1 },
    '30 of 40 requests left more than 1 ms after they were due (limit half of them)',
  ],
  [
    { rule: 'errors', failed: 4, requests: 96, kinds: { reset: 3, timeout: 1 } },
    '4 of 96 requests failed (3 reset, 1 timeout); none may',
  ],
  [{ rule: 'wrong-answer', wrong: 2, requests: 96 }, '2 of 96 answers were wrong; none may be'],
  [{ rule: 'errors', title: 'No answer', message: 'reset' }, 'No answer: reset'],
  [{ rule: 'process-died', message: 'node was ended by SIGKILL' }, 'node was ended by SIGKILL'],
  [
    { rule: 'clock-jumped', ahead_ms: -900.4, most_jump_ms: 50 },
    'the clock was set or the machine slept: it ran -900 ms ahead of the steady one (limit 50 ms either way)',
  ],
  [
    { rule: 'foreign-cpu', cpu_share: 0.45, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 },
    'other processes used 0.45 of a core for 1000 ms (limit 0.15, and 60 ms of tolerance)',
  ],
  [
    { rule: 'control-moved', variant: 'after', metric: 'latency', ratio: 1.204 },
    'after against itself (A/A) gave 1.20 in latency, and its interval excludes 1',
  ],
  [{ rule: 'foreign-cpu', detail: 'as an older file has it' }, 'as an older file has it'],
])('%j in words', (invalidity, text) => expect(invalidityText(invalidity)).toBe(text));

test('why a run is not to be trusted, one reason after the other', () => {
  const cells = ['pooling/node/before', 'pooling/node/after'];
  expect(
    distrustText({
      distrust: [
        { code: 'too-many-invalid', invalid: 3, trials: 10, most_share: 0.2 },
        { code: 'no-valid-trial', cells },
      ],
    }),
  ).toBe('3 of 10 trials are invalid, more than 20 %; pooling/node/before and 1 more cell have no valid trial');
  expect(distrustText({ distrust: 'as an older file has it' })).toBe('as an older file has it');
});
