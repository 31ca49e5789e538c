import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Results } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../../tests/golden/golden.ts';

test.each([
  ['results.json', golden()],
  ['results-standard.json', goldenStandard()],
  ['results-partial.json', goldenPartial()],
])('harness/tests/golden/pages/%s is what the builder returns and keeps the format', (name, built) => {
  const stored = JSON.parse(readFileSync(new URL(`../../tests/golden/pages/${name}`, import.meta.url), 'utf8'));
  expect(stored).toEqual(built);
  expect(Value.Check(Results, stored)).toBe(true);
});

test('the failing variant keeps the format', () => {
  expect(Value.Check(Results, goldenFailure())).toBe(true);
});
