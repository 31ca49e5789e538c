import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { DiffResults } from '../../results/schema.ts';
import * as golden from '../../tests/golden/golden-diff.ts';

test.each(Object.entries(golden))('%s keeps the format', (_, build) => {
  expect([...Value.Errors(DiffResults, build())]).toEqual([]);
});
