import { expect, test } from 'vitest';
import type { PlacementName } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';
import { historyEntryOf } from './history-entry.ts';

test('a line has the gains of every pattern and stack, no counts, and is small', () => {
  const { gains } = historyEntryOf(golden());
  expect(new Set(gains.map(({ pattern, stack }) => `${pattern} ${stack}`)).size).toBe(10);
  expect(gains.filter(({ metric }) => metric.kind === 'count')).toEqual([]);
  expect(JSON.stringify(historyEntryOf(golden())).length).toBeLessThan(10_000);
});

test('another placement is another way of measuring, and the default is the one that older runs had', () => {
  const placedAs = (name?: PlacementName) => {
    const results = golden();
    const { placement: _, ...environment } = results.run.environment;
    const placement = name && { name, service: null, database: null, rest: null };
    return historyEntryOf({
      ...results,
      run: { ...results.run, environment: { ...environment, ...(placement && { placement }) } },
    });
  };
  expect(placedAs('service-apart').method).toBe(placedAs().method);
  expect(placedAs('shared').method).not.toBe(placedAs().method);
});

test('a service is named where one is given', () => {
  expect(historyEntryOf(golden(), 'orders').service).toBe('orders');
  expect(historyEntryOf(golden())).not.toHaveProperty('service');
});
