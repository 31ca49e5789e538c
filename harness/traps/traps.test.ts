import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { behaviours } from './behaviours.ts';
import { failures } from './failures.ts';
import { scriptOf } from './trap.ts';

const all = [...failures, ...behaviours];
const guide = readFileSync(path.join(repositoryRoot, 'harness/docs/pools.md'), 'utf8');

test('every demonstration has a name of its own and its scripts', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, stacks } of all) {
    for (const stack of stacks) expect(existsSync(path.join(repositoryRoot, scriptOf(name, stack))), name).toBe(true);
  }
});

test('the guide names every demonstration, and none that there is not', () => {
  const named = [...guide.matchAll(/traps pooling --only ([a-z,-]+)/g)].flatMap(([, names = '']) => names.split(','));
  expect([...new Set(named)].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
});
