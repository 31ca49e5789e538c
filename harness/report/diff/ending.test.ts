import { expect, test } from 'vitest';
import { concluded } from '../../tests/golden/concluded.ts';
import * as golden from '../../tests/golden/golden-diff.ts';
import { advice, headline, restLine, tally } from './ending.ts';

test.each([
  ['FAIL: regression', golden.goldenRegression()],
  ['PASS: improvement', golden.goldenImprovement()],
  ['PASS: no change', golden.goldenSame()],
  ['INCONCLUSIVE (does not fail)', golden.goldenInconclusive()],
  ['FAIL: inconclusive', { ...golden.goldenInconclusive(), exit_code: 1 }],
  ['INVALID', golden.goldenInvalid()],
  ['INVALID (partial)', golden.goldenPartial()],
])('%s', (expected, results) => {
  expect(headline(results)).toBe(expected);
});

test('a regression that must not fail is not called a pass', () => {
  const results = { ...golden.goldenRegression(), exit_code: 0 };
  results.run.fail_on = 'never';
  expect(headline(results)).toBe('REGRESSION (told never to fail)');
});

test('every row is counted once', () => {
  const results = golden.goldenRegression();
  expect(tally(results)).toBe('12 metrics: 1 regression, 1 alert, 1 inconclusive, 1 improvement and 8 no change.');
  expect(tally(golden.goldenSame())).toBeNull();
});

test('what does not change is summed up with its thresholds', () => {
  expect(restLine(golden.goldenRegression())).toBe(
    'No change: 4 metrics within ±3 % (CPU), ±5 % (time), ±5 % (memory); 4 counts exactly equal.',
  );
});

/** The service of a cell fails, which no quieter machine mends. */
function failing() {
  const results = golden.goldenInvalid();
  const reasons = [{ rule: 'errors' as const, trials: 40, example: 'pooling, Node, after: 12 requests failed' }];
  return concluded({ ...results, controls: [], validity: { ...results.validity, reasons } });
}

test('who could not tell says what to do', () => {
  expect(advice(golden.goldenInconclusive())).toMatch(
    /`--pattern pooling --stack node`, give it more time than `--time-budget 5m`.*a block varies by about \d\.\d %/,
  );
  expect(advice(golden.goldenInvalid())).toContain('The machine was too busy');
  expect(advice(failing())).toContain('A service did not answer correctly');
  expect(advice(golden.goldenPartial())).toContain('`duet diff --resume golden-diff`');
  expect(advice(golden.goldenRegression())).toBeNull();
});
