import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { TRAP_NAMES, TRAPS } from '../results/trap-names.ts';
import type { TrapCase } from '../results/traps.ts';
import { ALL_TRAPS } from './index.ts';
import { firstHasMore, scriptOf, valueAt } from './trap.ts';

const guide = readFileSync(path.join(repositoryRoot, 'harness/docs/pools.md'), 'utf8');

test('every demonstration has a name of its own and its scripts', () => {
  expect(ALL_TRAPS.map(({ name }) => name)).toEqual(TRAP_NAMES);
  expect(new Set(TRAP_NAMES).size).toBe(TRAP_NAMES.length);
  for (const { name, stacks } of ALL_TRAPS) {
    for (const stack of stacks) expect(existsSync(path.join(repositoryRoot, scriptOf(name, stack))), name).toBe(true);
  }
});

test('the guide to pools names every demonstration of theirs, and no other', () => {
  const named = [...guide.matchAll(/traps --only ([a-z,-]+)/g)].flatMap(([, names = '']) => names.split(','));
  expect([...new Set(named)].toSorted()).toEqual([...TRAPS.pooling].toSorted());
});

test('a value that a case has not is neither more nor less than another', () => {
  const cases: TrapCase[] = [{ case: 'mistake' }, { case: 'instead', failed: 0 }];
  expect(valueAt(cases, 0, 'failed')).toBeNaN();
  expect(valueAt(cases, 7, 'failed')).toBeNaN();
  expect(firstHasMore('failed')(cases, 'node')).toBe(false);
  expect(firstHasMore('failed')([{ case: 'mistake', failed: 1 }, ...cases.slice(1)], 'node')).toBe(true);
});

test('where the mistake comes out as what to do instead, no failure is shown', () => {
  for (const { name, kind, isShown, stacks } of ALL_TRAPS.filter(({ kind }) => kind === 'failure')) {
    for (const stack of stacks) expect(isShown([{ case: 'x' }, { case: 'x' }], stack), `${kind} ${name}`).toBe(false);
  }
});
