import { expect, test } from 'vitest';
import type { Pooler, PoolerLimits } from '../../results/tune.ts';
import { connectionsThrough, mostBackends, poolerSums } from './pooler-sums.ts';

const LIMITS: PoolerLimits = {
  ...{ max_client_conn: 100, other_clients: 4, pool_clients: 1, pool_size: 20, reserve_pool_size: 5 },
  ...{ max_db_connections: null, max_user_connections: null },
};
const POOLER: Pooler = {
  ...{
    signs: ['foreign-key', 'shared-backend'],
    version: 'PgBouncer 1.18.0',
    mode: 'transaction',
    mode_source: 'told',
  },
  ...{ limits: LIMITS, refusal: null, server: { max_connections: 100, reserved: 3, others: 2 }, sessions: 3 },
};
const session = (more: Partial<PoolerLimits> = {}): Pooler => ({
  ...POOLER,
  mode: 'session',
  limits: { ...LIMITS, ...more },
});
const untold = (mode: Pooler['mode']): Pooler => ({ ...POOLER, mode, version: null, limits: null });

test('the pooler opens what the pool and the reserve allow, and no more than its other bounds', () => {
  expect(mostBackends(LIMITS)).toBe(25);
  expect(mostBackends({ ...LIMITS, max_db_connections: 12 })).toBe(12);
  expect(mostBackends({ ...LIMITS, max_db_connections: 12, max_user_connections: 7 })).toBe(7);
});

const DATABASE = { setting: 'max_db_client_connections' as const, most: 40, others: 3 };
const ROLE = { setting: 'max_user_client_connections' as const, most: 30, others: 1 };
const bounded = (most: number): Pooler => ({
  ...POOLER,
  limits: { ...LIMITS, client_bounds: [DATABASE, { ...ROLE, most }] },
});

test.each<[what: string, pooler: Pooler, processes: number, each: number | undefined]>([
  ['in transaction mode max_client_conn is the bound', POOLER, 1, 96],
  ['which all processes share', POOLER, 5, 19],
  ['the tightest bound of clients counts: of the role', bounded(30), 1, 29],
  ['of the database', bounded(90), 1, 37],
  ['in session mode every connection takes a backend', session(), 1, 24],
  ['which PostgreSQL must be able to give', { ...session(), server: { ...POOLER.server, max_connections: 15 } }, 1, 10],
  ['and max_client_conn bounds it as well', session({ max_client_conn: 10 }), 2, 3],
  ['nothing is known where it is not told', untold('transaction'), 2, undefined],
  ['but in session mode what PostgreSQL can give', untold('session'), 2, 47],
])('%s', (_, pooler, processes, each) => expect(connectionsThrough(pooler, processes)).toBe(each));

test('less than one for each is refused, with what to change', () => {
  expect(() => connectionsThrough(session({ pool_size: 3, reserve_pool_size: 0 }), 4)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message:
        'the pooler in front of PostgreSQL has 2 connections left in session mode: not one for each of 4 processes',
    }),
  );
});

test('the bound that leaves fewer clients is named, with those within it', () => {
  expect(poolerSums(bounded(30), 1, 9).clients).toEqual({
    ...{ max_client_conn: 100, others: 1, available: 29 },
    tighter: { setting: 'max_user_client_connections', most: 30 },
  });
  const loose: Pooler = { ...POOLER, limits: { ...LIMITS, client_bounds: [{ ...ROLE, most: 97 }] } };
  expect(poolerSums(loose, 1, 9).clients).toEqual({ max_client_conn: 100, others: 4, available: 96 });
});

test('both sums are kept as their terms', () => {
  expect(poolerSums(POOLER, 4, 9)).toEqual({
    ...{ code: 'through-pooler', version: 'PgBouncer 1.18.0', mode: 'transaction' },
    ...{ processes: 4, connections: 9, taken: 36, per_process: 24 },
    clients: { max_client_conn: 100, others: 4, available: 96 },
    pool: {
      ...{ pool_size: 20, reserve_pool_size: 5, max_db_connections: null, max_user_connections: null },
      ...{ connections: 25, held: 0 },
    },
    server: { max_connections: 100, reserved: 3, others: 2, available: 95 },
  });
  expect(poolerSums(session(), 1, 9)).toMatchObject({ per_process: 24, pool: { connections: 25, held: 1 } });
  expect(poolerSums(untold('transaction'), 1, 9)).toMatchObject({ per_process: null, clients: null, pool: null });
});
