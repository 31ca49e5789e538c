import { expect, test } from 'vitest';
import { untilSteady } from './count.ts';

/** Looks one after the other; the last of them comes again and again. */
function looks(...found: number[]) {
  let at = 0;
  return async () => ({ statements: found[Math.min(at++, found.length - 1)] });
}

test.each([
  ['two that agree at once', [3], 3, true],
  ['a first one that differs', [5, 3], 3, true],
  ['others before two agree', [5, 4, 4, 1], 4, true],
  ['no two in a row that agree', [1, 2, 1, 2, 1, 2, 2], 2, false],
])('%s', async (_, found, last, steady) => {
  expect(await untilSteady(looks(...found))).toEqual({ found: { statements: last }, steady });
});
