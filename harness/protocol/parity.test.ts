import { expect, test } from 'vitest';
import { type Health, parityFacts } from './parity.ts';

const health = (changes: Partial<Health>): Health => ({
  stack: 'node',
  runtime: 'Node.js 24.21.0',
  versions: { pg: '8.23.1', undici: '8.12.4' },
  pid: 1,
  processes: 1,
  cpu_affinity: null,
  settings: { pool_size: 20, max_overflow: 10 },
  prepared_statements: false,
  access_log: false,
  ...changes,
});
const python = { stack: 'python', runtime: 'CPython 3.11.7', versions: { psycopg: '3.3.9' } } as const;
const calibration = { node: { size: 1, ordersPerS: 1_234_567.8 }, python: { size: 1, ordersPerS: 99_999 } };

test('what is equal says so, without an excuse', () => {
  const facts = parityFacts({ node: health({}), python: health(python) }, {});
  const pool = facts.find(({ fact }) => fact === 'pool size');
  expect(pool).toEqual({ fact: 'pool size', values: { node: '20', python: '20' }, equal: true });
  expect(facts.find(({ fact }) => fact === 'access log')?.values).toEqual({ node: 'no', python: 'no' });
});

test('what differs is marked, and says why where it is meant to', () => {
  const other = health({ ...python, settings: { pool_size: 5, max_overflow: 10 } });
  const facts = parityFacts({ node: health({}), python: other }, calibration);
  expect(facts.find(({ fact }) => fact === 'pool size')).toMatchObject({ equal: false });
  expect(facts.find(({ fact }) => fact === 'runtime')).toMatchObject({
    values: { node: 'Node.js 24.21.0', python: 'CPython 3.11.7' },
    equal: false,
    note: expect.any(String),
  });
  expect(facts.find(({ fact }) => fact.startsWith('orders per second'))).toMatchObject({
    values: { node: '1,234,568', python: '99,999' },
    equal: false,
  });
});

test('a setting that only one service has is a difference', () => {
  const other = health({ ...python, settings: { pool_size: 20 } });
  const facts = parityFacts({ node: health({}), python: other }, {});
  expect(facts.find(({ fact }) => fact === 'max overflow')?.equal).toBe(false);
});

test('one stack alone differs from nobody', () => {
  expect(parityFacts({ node: health({}) }, {}).filter(({ equal }) => !equal)).toEqual([]);
});
