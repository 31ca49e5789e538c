import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Results } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial, goldenStandard } from './golden.ts';

test.each([
  ['results.json', golden()],
  ['results-standard.json', goldenStandard()],
  ['results-partial.json', goldenPartial()],
])('fixtures/golden/%s is what the builder returns and keeps the format', (name, built) => {
  const stored = JSON.parse(readFileSync(new URL(`../../../fixtures/golden/${name}`, import.meta.url), 'utf8'));
  expect(stored).toEqual(built);
  expect(Value.Check(Results, stored)).toBe(true);
});

test('the failing variant keeps the format', () => {
  expect(Value.Check(Results, goldenFailure())).toBe(true);
});
