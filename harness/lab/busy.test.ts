import { expect, test } from 'vitest';
import { sharersOf } from './busy.ts';

test.each([
  [{ service: [0], database: [1], rest: [1] }, 2, [['service'], ['database', 'driver']]],
  [{ service: [0], database: [1], rest: [0] }, 2, [['service', 'driver'], ['database']]],
  [{ service: [0], database: [1], rest: [2] }, 4, [['service'], ['database'], ['driver']]],
  [{ service: undefined, database: undefined, rest: undefined }, 4, [['service'], ['database'], ['driver']]],
  [{ service: undefined, database: undefined, rest: undefined }, 1, [['service', 'database', 'driver']]],
])('parts that share a core stand together: %j on %d cores', (placed, cores, expected) => {
  expect(sharersOf(placed, cores)).toEqual(expected);
});
