import { expect, test } from 'vitest';
import type { CostSample } from '../../results/library-samples.ts';
import { CATALOGUE, type CatalogueEntry, idOf } from '../catalogue.ts';
import { costedOperations, groupsOfBlock, pendingOf } from './block-order.ts';

const entry = (id: string) => CATALOGUE.find((one) => idOf(one) === id) as CatalogueEntry;
const prisma = entry('database/node/prisma');
const sample = (operation: CostSample['operation'], more: Partial<CostSample> = {}): CostSample => ({
  ...{ kind: 'cost', field: 'database', stack: 'node', name: 'prisma', at: '2026-01-01T00:00:00Z' },
  ...{ operation, block: 0, metrics: { cpu: 1 } },
  ...more,
});
const jumped: CostSample['invalid'] = [{ rule: 'clock-jumped', ahead_ms: 3_600_000, most_jump_ms: 100 }];
const disturbed: Partial<CostSample> = { invalid: jumped };

test('every library comes once in a block, with its field and stack, in another order in each, and a seed gives the same again', () => {
  const drawn = [0, 1, 2].map((block) => groupsOfBlock(CATALOGUE, { seed: 1, block }));
  for (const groups of drawn) {
    expect(groups.flat().map(idOf).toSorted()).toEqual(CATALOGUE.map(idOf).toSorted());
    for (const group of groups) expect(new Set(group.map(({ field, stack }) => `${field}/${stack}`)).size).toBe(1);
    expect(new Set(groups.map(([first]) => `${first?.field}/${first?.stack}`)).size).toBe(groups.length);
  }
  const orders = drawn.map((groups) => groups.flat().map(idOf));
  expect(new Set(orders.map(String)).size).toBe(3);
  const again = (seed: number) => groupsOfBlock(CATALOGUE, { seed, block: 2 }).flat().map(idOf);
  expect(again(1)).toEqual(orders[2]);
  expect(again(2)).not.toEqual(orders[2]);
});

test('the frame is measured with the references alone', () => {
  expect(costedOperations(entry('database/node/pg'))).toEqual(['read', 'profile', 'transfer', 'insert', 'light']);
  expect(costedOperations(prisma)).toEqual(['read', 'profile', 'transfer', 'insert']);
});

test('a block goes on with what has no sample, and what is not to be believed is measured once more', () => {
  const samples = [
    sample('read'),
    sample('profile', disturbed),
    sample('transfer', { metrics: {}, failed: '500' }),
    sample('insert', { block: 1 }),
    sample('insert', { name: 'knex' }),
  ];
  expect(pendingOf(prisma, 0, samples)).toEqual({ missing: ['insert'], doubtful: ['profile'] });
  const again = [...samples, sample('insert'), sample('profile', disturbed)];
  expect(pendingOf(prisma, 0, again)).toEqual({ missing: [], doubtful: [] });
});

test('a gauge that was disturbed is measured again with its neighbour, and a driver that is too slow is not', () => {
  const outrun: CostSample['invalid'] = [{ rule: 'driver-saturated', cpu_share: 0.9, most_share: 0.85 }];
  const samples = [
    sample('read', { gauge: { metrics: { cpu: 1 }, invalid: jumped } }),
    sample('profile', { invalid: outrun, gauge: { metrics: { cpu: 1 }, invalid: outrun } }),
  ];
  expect(pendingOf(prisma, 0, samples).doubtful).toEqual(['read']);
});
