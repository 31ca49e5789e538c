import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionLimit } from '../../results/tune.ts';
import { budgetSum, connectionBudget, demandOf } from './connection-budget.ts';

const DEFAULT = { maxConnections: 100, reserved: 3, others: 0, duet: 1, limits: [] };
const ofProcesses = (processes: number) => ({ processes, pools: processes, extra: 0 });
const limitOf = (more: Partial<ConnectionLimit> = {}): ConnectionLimit => ({
  ...{ of: 'role', name: 'app', connections: 6, others: 1, duet: 1 },
  ...more,
});

test('what PostgreSQL has, less what others and duet have, shared by the processes', () => {
  expect(connectionBudget(DEFAULT, ofProcesses(1)).per_process).toBe(96);
  expect(connectionBudget(DEFAULT, ofProcesses(4)).per_process).toBe(24);
  expect(connectionBudget({ ...DEFAULT, maxConnections: 20 }, ofProcesses(4))).toEqual({
    max_connections: 20,
    reserved: 3,
    others: 0,
    duet: 1,
    per_process: 4,
  });
});

test('all pools together never ask for more than there is, by any bound', () => {
  const server = fc.record({
    maxConnections: fc.integer({ min: 10, max: 1_000 }),
    reserved: fc.integer({ min: 0, max: 3 }),
    others: fc.integer({ min: 0, max: 1 }),
    duet: fc.constant(1),
    limits: fc.array(
      fc.integer({ min: 4, max: 300 }).map((connections) => limitOf({ connections })),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(server, fc.nat(), fc.integer({ min: 0, max: 1 }), (given, draw, extra) => {
      const { maxConnections, reserved, others, duet, limits } = given;
      const bounds = limits.map(({ connections, ...taken }) => connections - taken.others - taken.duet);
      const free = Math.min(maxConnections - reserved - others - duet, ...bounds) - extra;
      const processes = 1 + (draw % free);
      const { per_process } = connectionBudget(given, { processes, pools: processes, extra });
      expect(per_process).toBeGreaterThanOrEqual(1);
      expect(per_process * processes).toBeLessThanOrEqual(free);
      expect((per_process + 1) * processes).toBeGreaterThan(free);
    }),
  );
});

describe('a limit of the role or the database', () => {
  test('bounds where it is the least', () => {
    const limits = [limitOf(), limitOf({ of: 'database', name: 'shop', connections: 9, others: 5 })];
    const budget = connectionBudget({ ...DEFAULT, limits }, ofProcesses(1));
    expect(budget).toMatchObject({ max_connections: 100, limit: limits[1], per_process: 3 });
  });

  test('is left out where it bounds nothing', () => {
    const budget = connectionBudget({ ...DEFAULT, limits: [limitOf({ connections: 200 })] }, ofProcesses(1));
    expect(budget).toEqual(connectionBudget(DEFAULT, ofProcesses(1)));
  });

  test('that leaves nothing is named', () => {
    expect(() => connectionBudget({ ...DEFAULT, limits: [limitOf({ connections: 2 })] }, ofProcesses(1))).toThrow(
      'PostgreSQL has 0 connections left for the role app (CONNECTION LIMIT 2 − 1 of duet − 1 in use by others): there is none for the process',
    );
  });
});

test('less than one for each is refused, with the sum', () => {
  expect(() => connectionBudget({ ...DEFAULT, maxConnections: 10 }, ofProcesses(8))).toThrow(
    'PostgreSQL has 6 connections left (10 − 3 reserved − 1 of duet − 0 in use by others): too few for 8 processes',
  );
  expect(() => connectionBudget({ ...DEFAULT, others: 96 }, ofProcesses(1))).toThrow('0 connections left');
  expect(() => connectionBudget({ ...DEFAULT, maxConnections: 10 }, { processes: 1, pools: 1, extra: 6 })).toThrow(
    '− 6 of the service that do not follow its setting): there is none for the process',
  );
});

test('what was seen of some processes is there in all of them', () => {
  const target = { rate_per_s: 100, processes: 8, arrivals: 'poisson' as const, p99_ms: null, rtt_ms: 0 };
  const measured = { processes: 4, said: 8, pools: 8, extra: 3 };
  expect(demandOf({ target, measured })).toEqual({ processes: 8, pools: 16, extra: 6 });
  expect(demandOf({ target })).toEqual({ processes: 8, pools: 8, extra: 0 });
});

test('the sum is kept as its terms', () => {
  expect(budgetSum(connectionBudget(DEFAULT, ofProcesses(4)), ofProcesses(4), 10)).toEqual({
    ...{ code: 'of-budget', max_connections: 100, reserved: 3, others: 0, duet: 1, available: 96 },
    ...{ processes: 4, per_process: 24, connections: 10, taken: 40, left: 56 },
  });
  const beside = { processes: 1, pools: 2, extra: 4 };
  expect(budgetSum(connectionBudget(DEFAULT, beside), beside, 5)).toMatchObject({
    ...{ available: 92, pools: 2, extra: 4, taken: 10, left: 82 },
  });
  expect(budgetSum(null, ofProcesses(2), 5)).toEqual({
    code: 'budget-unseen',
    processes: 2,
    connections: 5,
    taken: 10,
  });
});
