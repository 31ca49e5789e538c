import { expect, test } from 'vitest';
import type { CellInspection, StackName } from '../results/schema.ts';
import { type Health, type ParitySources, parityFacts } from './parity.ts';

const health = (changes: Partial<Health>): Health => ({
  stack: 'node',
  runtime: 'Node.js 24.21.0',
  versions: { pg: '8.23.1', undici: '8.12.4' },
  pid: 1,
  processes: 1,
  cpu_affinity: null,
  settings: { pool_size: 20, max_overflow: 10 },
  upstream_timeout_covers: 'call',
  transactions: 'per-statement',
  prepared_statements: false,
  access_log: false,
  ...changes,
});
const python = { stack: 'python', runtime: 'CPython 3.11.7', versions: { psycopg: '3.3.9' } } as const;
const facts = (health: ParitySources['health'], sources: Partial<ParitySources> = {}) =>
  parityFacts({ health, calibration: {}, inspections: [], isolation: 'read committed', ...sources });
const pooled = (stack: StackName, counts: CellInspection['inspection']['counts']): CellInspection => ({
  pattern: 'pooling',
  stack,
  variant: 'after',
  inspection: { requests: 4, how: '4 requests', counts },
});
const calibration = { node: { size: 1, ordersPerS: 1_234_567.8 }, python: { size: 1, ordersPerS: 99_999 } };

test('what is equal says so, without an excuse', () => {
  const found = facts({ node: health({}), python: health(python) });
  const pool = found.find(({ fact }) => fact === 'pool size');
  expect(pool).toEqual({ fact: 'pool size', values: { node: '20', python: '20' }, equal: true });
  expect(found.find(({ fact }) => fact === 'access log')?.values).toEqual({ node: 'no', python: 'no' });
});

test('what differs is marked, and says why where it is meant to', () => {
  const other = health({ ...python, settings: { pool_size: 5, max_overflow: 10 } });
  const found = facts({ node: health({}), python: other }, { calibration });
  expect(found.find(({ fact }) => fact === 'pool size')).toMatchObject({ equal: false });
  expect(found.find(({ fact }) => fact === 'runtime')).toMatchObject({
    values: { node: 'Node.js 24.21.0', python: 'CPython 3.11.7' },
    equal: false,
    note: expect.any(String),
  });
  expect(found.find(({ fact }) => fact.startsWith('orders per second'))).toMatchObject({
    values: { node: '1,234,568', python: '99,999' },
    equal: false,
  });
});

test('a setting that only one service has is a difference', () => {
  const other = health({ ...python, settings: { pool_size: 20 } });
  const found = facts({ node: health({}), python: other });
  expect(found.find(({ fact }) => fact === 'max overflow')?.equal).toBe(false);
});

test('a setting that a stack does not have is no difference: it is told with the others of its kind', () => {
  const settings = { pool_size: 20, max_overflow: 10 };
  const found = facts({
    node: health({ settings: { ...settings, pool_max: 30, pool_max_uses: 0, thread_limit: null } }),
    python: health({ ...python, settings: { ...settings, pool_max: null, pool_max_uses: null, thread_limit: 40 } }),
  });
  const names = found.map(({ fact }) => fact);
  for (const own of ['pool max', 'pool max uses', 'thread limit']) expect(names).not.toContain(own);
  expect(found.find(({ fact }) => fact === 'settings of one stack')).toEqual({
    fact: 'settings of one stack',
    values: { node: 'pool max uses 0', python: 'thread limit 40' },
    equal: false,
    note: expect.stringContaining('does not know'),
  });
});

test('the bound of the pool is compared, however a stack is told of it', () => {
  const settings = { pool_size: 20, max_overflow: 10 };
  const bound = (node: Health['settings'], other: Health['settings']) =>
    facts({ node: health({ settings: node }), python: health({ ...python, settings: other }) }).find(
      ({ fact }) => fact === 'connections at most',
    );
  expect(bound({ ...settings, pool_max: 30 }, { ...settings, pool_max: null })).toMatchObject({ equal: true });
  expect(bound({ ...settings, pool_max: 8 }, { ...settings, pool_size: 'unlimited', pool_max: null })).toMatchObject({
    values: { node: '8', python: 'unlimited' },
    equal: false,
  });
});

test('one stack alone differs from nobody', () => {
  expect(facts({ node: health({}) }).filter(({ equal }) => !equal)).toEqual([]);
});

test('what the drivers do differently behind equal settings is an inequality, with its reason', () => {
  const other = health({ ...python, upstream_timeout_covers: 'step', transactions: 'per-connection-use' });
  const found = facts({ node: health({}), python: other });
  expect(found.find(({ fact }) => fact === 'the upstream timeout covers')).toMatchObject({
    values: { node: 'the whole call', python: 'each step of the call' },
    equal: false,
    note: expect.stringContaining('httpx'),
  });
  expect(found.find(({ fact }) => fact === 'transactions')).toMatchObject({
    values: { node: 'read committed, each statement alone' },
    equal: false,
    note: expect.stringContaining('SQLAlchemy'),
  });
});

test('the pooled SELECT is counted, where it was', () => {
  const both = { node: health({}), python: health(python) };
  const inspections = [
    pooled('node', { round_trips: 1, statements: 1 }),
    pooled('python', { round_trips: 3, statements: 3 }),
  ];
  const found = facts(both, { inspections });
  for (const name of ['statements', 'round trips']) {
    expect(found.find(({ fact }) => fact === `${name} of the pooled SELECT`)).toMatchObject({
      values: { node: '1', python: '3' },
      equal: false,
      note: expect.stringContaining('BEGIN'),
    });
  }
  const uncounted = facts(both, { inspections: [pooled('node', { round_trips: 1 })] });
  expect(uncounted.map(({ fact }) => fact)).not.toContain('statements of the pooled SELECT');
});
