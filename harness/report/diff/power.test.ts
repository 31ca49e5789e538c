import { expect, test } from 'vitest';
import { powerRows } from './power.ts';

test('cells that show less of a change have rows of their own, after the others', () => {
  const read = { share: 0.71, cells: ['parallel/node/after'] };
  const power = [0.02, 0.01].flatMap((sd) => [
    { sd, change: 0.05, found: 1 - sd },
    { sd, change: 0.05, found: 0.5 - sd, read },
  ]);
  const rows = powerRows(power).map(({ label, found }) => [label, found(0.05), found(0.1)]);
  expect(rows).toEqual([
    ['1 %', 0.99, undefined],
    ['2 %', 0.98, undefined],
    ['1 %, parallel/node/after (71 % of a change is read)', 0.49, undefined],
    ['2 %, parallel/node/after (71 % of a change is read)', 0.48, undefined],
  ]);
});
