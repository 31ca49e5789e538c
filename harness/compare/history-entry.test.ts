import { expect, test } from 'vitest';
import { golden } from '../tests/golden/golden.ts';
import { historyEntryOf } from './history-entry.ts';

test('a line has the gains of every pattern and stack, no counts, and is small', () => {
  const { gains } = historyEntryOf(golden());
  expect(new Set(gains.map(({ pattern, stack }) => `${pattern} ${stack}`)).size).toBe(10);
  expect(gains.filter(({ metric }) => metric.kind === 'count')).toEqual([]);
  expect(JSON.stringify(historyEntryOf(golden())).length).toBeLessThan(10_000);
});

test('a service is named where one is given', () => {
  expect(historyEntryOf(golden(), 'orders').service).toBe('orders');
  expect(historyEntryOf(golden())).not.toHaveProperty('service');
});
