import { expect, test } from 'vitest';
import type { Pooler, PoolerSums } from '../../../results/schema.ts';
import { poolerSumText, poolerText } from './pooler.ts';
import { unseenText } from './unseen.ts';

const SUMS: PoolerSums = {
  ...{ code: 'through-pooler', version: 'PgBouncer 1.18.0', mode: 'transaction' },
  ...{ processes: 4, connections: 9, taken: 36, per_process: 24 },
  clients: { max_client_conn: 100, others: 2, available: 98 },
  pool: {
    ...{ pool_size: 20, reserve_pool_size: 5, max_db_connections: null, max_user_connections: null },
    ...{ connections: 25, held: 0 },
  },
  server: { max_connections: 100, reserved: 3, others: 1, available: 96 },
};
const pool = SUMS.pool as NonNullable<PoolerSums['pool']>;

test.each<[what: string, sums: Partial<PoolerSums>, texts: string[]]>([
  [
    'both sums',
    {},
    [
      'PgBouncer 1.18.0 stands in front of PostgreSQL in transaction mode, so there are two sums.',
      'From the service to the pooler: max_client_conn 100 − 2 of others = 98, with 24 for each of 4 processes at most; 4 × 9 = 36 are taken and 62 stay free.',
      'From the pooler to PostgreSQL: at most pool size 20 + reserve 5 = 25 for this database and role; PostgreSQL can give them: max_connections 100 − 3 reserved − 1 in use by others = 96.',
      'Of the 36, 25 can be in a transaction at once; the others wait in the pooler.',
    ],
  ],
  [
    'one process, whose transactions never wait',
    { processes: 1, taken: 9, per_process: 98 },
    ['= 98; 9 are taken and 89 stay free.', 'No transaction of these 9 connections has to wait in the pooler.'],
  ],
  [
    'a bound of the database, which PostgreSQL cannot give',
    {
      pool: { ...pool, max_db_connections: 12, connections: 12 },
      server: { ...SUMS.server, max_connections: 12, available: 8 },
    },
    [
      'at most max_db_connections 12 (pool size 20 + reserve 5 = 25)',
      'PostgreSQL cannot give them: max_connections 12',
    ],
  ],
  [
    'a bound of the role, tighter than that of the whole pooler',
    {
      clients: {
        ...{ max_client_conn: 100, others: 1, available: 39 },
        tighter: { setting: 'max_user_client_connections', most: 40 },
      },
      per_process: 9,
    },
    ['From the service to the pooler: max_user_client_connections 40 − 1 of others = 39, with 9 for each'],
  ],
  [
    'session mode',
    { mode: 'session', pool: { ...pool, reserve_pool_size: 0, connections: 20, held: 3 } },
    [
      'at most pool size 20 for',
      'In session mode each connection of the service keeps one to PostgreSQL for as long as it is open, and others hold 3.',
    ],
  ],
  [
    'a pooler that tells nothing',
    { version: null, clients: null, pool: null, per_process: null, processes: 1, taken: 1 },
    [
      'A pooler stands in front of PostgreSQL in transaction mode',
      'From the service to the pooler: 1 is taken; how many it lets in (max_client_conn) was not to be seen.',
      'how many it opens (default_pool_size) was not to be seen; PostgreSQL can give max_connections 100',
    ],
  ],
  [
    'session mode, where nothing is told',
    { mode: 'session', clients: null, pool: null },
    ['keeps one to PostgreSQL for as long as it is open.'],
  ],
])('%s', (_, more, texts) => {
  const text = poolerSumText({ ...SUMS, ...more });
  for (const one of texts) expect(text).toContain(one);
});

test('how it was noticed', () => {
  const pooler = { version: null, mode: 'transaction', mode_source: 'seen', signs: ['foreign-key', 'shared-backend'] };
  expect(poolerText(pooler as Pooler)).toBe(
    'a pooler in transaction mode (by what was seen): pg_backend_pid() is not the process id that came with the login, and sessions share backends',
  );
});

test('which right is missing', () => {
  expect(unseenText({ code: 'pooler-limits', refusal: 'no-right', role: 'app' })).toContain(
    'Add that role to stats_users',
  );
  expect(unseenText({ code: 'pooler-limits', refusal: 'no-console', role: 'app' })).toContain('has no console');
  expect(unseenText({ code: 'pooler-transactions' })).toContain('whose transactions');
});
