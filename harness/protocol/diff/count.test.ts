import { expect, it } from 'vitest';
import type { CellInspection, CellName, Inspection } from '../../results/schema.ts';
import { countChanges, countSides } from './count.ts';

const CELL: CellName = { pattern: 'parallel', stack: 'node', variant: 'after' };
const counted = (...each: Inspection['counts'][]): CellInspection[] =>
  each.map((counts) => ({ ...CELL, inspection: { requests: 4, how: '4 requests', counts } }));

it('finds a count that changed, and leaves equal ones out', () => {
  const base = counted({ statements: 3, round_trips: 3 });
  const head = counted({ statements: 4, round_trips: 3 });
  expect(countChanges({ base, head }, CELL)).toEqual([{ cell: CELL, count: 'statements', base: 3, head: 4 }]);
});

it('says nothing of a side that disagrees with itself, or that has no such count', () => {
  const base = counted({ statements: 3 }, { statements: 3 });
  expect(countChanges({ base, head: counted({ statements: 4 }, { statements: 3 }) }, CELL)).toEqual([]);
  expect(countChanges({ base, head: counted({}) }, CELL)).toEqual([]);
});

it('looks at no other cell', () => {
  const base = counted({ statements: 3 });
  const head = counted({ statements: 4 });
  expect(countChanges({ base, head }, { ...CELL, stack: 'python' })).toEqual([]);
});

it('counts a second time where that was asked for, and else only what differs', async () => {
  const pass = async (passes: number | undefined, head: number) => {
    const seen: string[] = [];
    await countSides({
      cells: [CELL],
      ...(passes === undefined ? {} : { passes }),
      async inspect(side) {
        seen.push(side);
        return counted({ statements: side === 'head' ? head : 3 });
      },
      onPattern() {},
      onChange() {},
    });
    return seen;
  };
  expect(await pass(undefined, 3)).toEqual(['base', 'head']);
  expect(await pass(undefined, 4)).toEqual(['base', 'head', 'base', 'head']);
  expect(await pass(2, 3)).toEqual(['base', 'head', 'base', 'head']);
  expect(await pass(2, 4)).toEqual(['base', 'head', 'base', 'head']);
});
