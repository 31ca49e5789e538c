import { expect, test } from 'vitest';
import type { CostSample } from '../../results/library-samples.ts';
import { CATALOGUE, type CatalogueEntry, idOf } from '../catalogue.ts';
import { costedOperations, orderOfBlock, pendingOf } from './block-order.ts';

const entry = (id: string) => CATALOGUE.find((one) => idOf(one) === id) as CatalogueEntry;
const prisma = entry('database/node/prisma');
const sample = (operation: CostSample['operation'], more: Partial<CostSample> = {}): CostSample => ({
  ...{ kind: 'cost', field: 'database', stack: 'node', name: 'prisma', at: '2026-01-01T00:00:00Z' },
  ...{ operation, block: 0, metrics: { cpu: 1 } },
  ...more,
});
const disturbed: Partial<CostSample> = {
  invalid: [{ rule: 'driver-saturated', cpu_share: 0.9, most_share: 0.85 }],
};

test('every library comes once in a block, each block has another order, and a seed gives the same ones again', () => {
  const orders = [0, 1, 2].map((block) => orderOfBlock(CATALOGUE, { seed: 1, block }).map(idOf));
  for (const order of orders) expect(order.toSorted()).toEqual(CATALOGUE.map(idOf).toSorted());
  expect(new Set(orders.map(String)).size).toBe(3);
  expect(orderOfBlock(CATALOGUE, { seed: 1, block: 2 }).map(idOf)).toEqual(orders[2]);
  expect(orderOfBlock(CATALOGUE, { seed: 2, block: 2 }).map(idOf)).not.toEqual(orders[2]);
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
