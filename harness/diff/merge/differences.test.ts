import { expect, test } from 'vitest';
import type { DiffHeader, FixedPlan } from '../../results/schema.ts';
import { ONE_CELL, simulateShards } from '../../tests/simulated/simulated-diff.ts';
import { differencesOf } from './differences.ts';

const [one, other] = simulateShards({ shards: 2, blocks: 8, cells: [ONE_CELL] }).map(({ run }) => run) as [
  DiffHeader,
  DiffHeader,
];
const { head } = other.sides;
const fixed = other.plan.fixed as FixedPlan;

test('two shares of one plan have no difference, whatever machines they ran on', () => {
  expect(differencesOf(one, other)).toEqual([]);
  const elsewhere = { ...other.environment, cpu: 'another', cores: 64, kernel: 'Linux 7', pinning: 'none' };
  expect(differencesOf(one, { ...other, environment: elsewhere, command: 'diff x', started_at: 'later' })).toEqual([]);
});

test.for<[string, Partial<DiffHeader>, string?]>([
  ['seed', { seed: 99 }, '99'],
  ['blocks', { plan: { ...other.plan, fixed: { ...fixed, blocks: 9 } } }, '9'],
  ['number of shards', { plan: { ...other.plan, fixed: { ...fixed, shards: 3 } } }, '3'],
  ['version of duet', { duet_version: '9.9.9' }, '9.9.9'],
  ['source of duet harness', { harness_sources: { harness: 'ffff' } }, 'ffff'],
  ['commit of head', { sides: { ...other.sides, head: { ...head, commit: 'abc' } } }, 'abc'],
  [
    'node of head',
    { sides: { ...other.sides, head: { ...head, sources: { ...head.sources, node: 'eeee' } } } },
    'eeee',
  ],
  ['node runtime of head', { sides: { ...other.sides, head: { ...head, runtimes: { node: 'Node.js 22' } } } }],
  ['cells', { cells: [] }],
  ['threshold of cost', { thresholds: { ...other.thresholds, cost: 0.05 } }, '0.05'],
  ['--fail-on', { fail_on: 'never' }, 'never'],
  ['size capacity clients', { sizes: { ...other.sizes, capacity_clients: 3 } }, '3'],
  ['accepted lines', { accepted: [{ line: 'x', from: '--accept' }] }, 'x'],
])('another %s is named with both values', ([what, changed, value]) => {
  const [first] = differencesOf(one, { ...other, ...changed });
  expect(first?.what).toBe(what);
  expect(first?.values[0]).not.toBe(first?.values[1]);
  if (value !== undefined) expect(first?.values[1]).toBe(value);
});
