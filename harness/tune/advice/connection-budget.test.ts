import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetSum, connectionBudget } from './connection-budget.ts';

const DEFAULT = { maxConnections: 100, reserved: 3, open: 1 };

test('what PostgreSQL has, less what others have, shared by the processes', () => {
  expect(connectionBudget(DEFAULT, 1).per_process).toBe(96);
  expect(connectionBudget(DEFAULT, 4).per_process).toBe(24);
  expect(connectionBudget({ ...DEFAULT, maxConnections: 20 }, 4)).toEqual({
    max_connections: 20,
    reserved: 3,
    others: 1,
    per_process: 4,
  });
});

test('all processes together never ask for more than there is', () => {
  const server = fc.record({
    maxConnections: fc.integer({ min: 5, max: 1_000 }),
    reserved: fc.integer({ min: 0, max: 3 }),
    open: fc.integer({ min: 0, max: 1 }),
  });
  fc.assert(
    fc.property(server, fc.nat(), (given, draw) => {
      const free = given.maxConnections - given.reserved - given.open;
      const processes = 1 + (draw % free);
      const { per_process } = connectionBudget(given, processes);
      expect(per_process).toBeGreaterThanOrEqual(1);
      expect(per_process * processes).toBeLessThanOrEqual(free);
      expect((per_process + 1) * processes).toBeGreaterThan(free);
    }),
  );
});

test('less than one for each is refused, with the sum', () => {
  expect(() => connectionBudget({ ...DEFAULT, maxConnections: 10 }, 8)).toThrow(
    'PostgreSQL has 6 connections left (10 − 3 reserved − 1 in use by others): too few for 8 processes',
  );
  expect(() => connectionBudget({ ...DEFAULT, open: 97 }, 1)).toThrow('0 connections left');
});

test('the sum is kept as its terms', () => {
  expect(budgetSum(connectionBudget(DEFAULT, 4), 4, 10)).toMatchObject({
    ...{
      code: 'of-budget',
      max_connections: 100,
      reserved: 3,
      others: 1,
      available: 96,
      processes: 4,
      per_process: 24,
    },
    ...{ connections: 10, taken: 40, left: 56 },
  });
  expect(budgetSum(null, 2, 5)).toEqual({ code: 'budget-unseen', processes: 2, connections: 5, taken: 10 });
});
