import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recommendation, TuneResults, TuneSubject } from '../../results/tune.ts';
import { recommend } from './recommend.ts';
import { cellOf, findings, TEN } from './testing/findings.ts';

const valueNamed = ({ values }: Recommendation, name: string) => values.find((one) => one.name === name)?.value;
const reasonNamed = ({ values }: Recommendation, name: string) => values.find((one) => one.name === name)?.reason;
const NODE: TuneSubject = { kind: 'own', stack: 'node', form: 'async', workload: 'slow' };
const DEF: TuneSubject = { kind: 'own', stack: 'python', form: 'def', workload: 'slow' };
const COMMAND: TuneSubject = {
  kind: 'command',
  command: 'serve --port {port} --pool {pool_size}',
  env: { MAX_OVERFLOW: '{max_overflow}', WAIT_S: '{pool_timeout_s}', MODE: 'production' },
  request: 'GET /orders/7',
};

describe('Python', () => {
  const advised = recommend(TEN, findings());
  test('each value of QueuePool', () => {
    expect(advised.setting).toEqual({ size: 10, overflow: 0, timeout_ms: 500 });
    expect(Object.fromEntries(advised.values.map(({ name, value }) => [name, value]))).toEqual({
      pool_size: 10,
      max_overflow: 0,
      pool_timeout: 0.5,
      pool_recycle: 1_800,
      pool_pre_ping: true,
      pool_use_lifo: false,
    });
  });
  test('the size has its figures', () => {
    expect(reasonNamed(advised, 'pool_size')).toBe(
      "The fewest that are as good as any: p95 is 60.0 ms, with 30 it is 60.0 ms (chance makes 6 %); with 9, 71.0 ms. Little's law: 5.4 are in use on average.",
    );
  });
  test('lines to paste, the form that was measured first', () => {
    expect(advised.snippets.map(({ title }) => title)).toEqual([
      'SQLAlchemy, `async def` routes',
      'SQLAlchemy, `def` routes and scripts',
    ]);
    expect(advised.snippets[1]?.code).toBe(`from sqlalchemy import create_engine

engine = create_engine(
    DATABASE_URL,  # postgresql+psycopg://…
    pool_size=10,         # the fewest that are as good as any number
    max_overflow=0,       # overflow connections are closed and opened anew in each burst
    pool_timeout=0.5,     # seconds; then refuse instead of waiting
    pool_recycle=1800,    # seconds; before a firewall drops a quiet connection
    pool_pre_ping=True,   # a round trip per checkout, against stale connections
    pool_use_lifo=False,  # in turn
)`);
  });
  test('a liveness check that costs a far round trip each time is not advised', () => {
    const target = { ...findings().target, rtt_ms: 20 };
    expect(valueNamed(recommend(TEN, findings({ target })), 'pool_pre_ping')).toBe(false);
    expect(valueNamed(recommend(TEN, findings({ target: { ...target, rtt_ms: 1 } })), 'pool_pre_ping')).toBe(true);
  });
  test('threads for def routes: the default where it does, more where it does not', () => {
    expect(valueNamed(recommend(TEN, findings({ subject: DEF })), 'total_tokens')).toBe(40);
    const busy = findings({ subject: DEF, target: { ...findings().target, rate_per_s: 1_000 } });
    expect(valueNamed(recommend({ ...TEN, connections: 62 }, busy), 'total_tokens')).toBeGreaterThanOrEqual(62);
    expect(valueNamed(recommend(TEN, findings()), 'total_tokens')).toBeUndefined();
  });
  test('after the proof, overflow is argued with what it opened', () => {
    const rival = { ...cellOf(5, { connections_opened: 41 }), setting: { size: 5, overflow: 10, timeout_ms: 500 } };
    const proofs = [{ rival: '5 + 10 (the default)', cell: rival, p95_ratio: null }];
    const proven = recommend(TEN, findings({ recommended: cellOf(10, {}), proofs }));
    expect(reasonNamed(proven, 'max_overflow')).toContain('which opened 0, 5 + 10 (the default) opened 41 connections');
    expect(proven.setting).toEqual(advised.setting);
  });
});

describe('Node', () => {
  const advised = recommend(TEN, findings({ subject: NODE }));
  test('one bound, and the wait in its own unit', () => {
    expect([valueNamed(advised, 'max'), valueNamed(advised, 'connectionTimeoutMillis')]).toEqual([10, 500]);
    expect(valueNamed(advised, 'pool_size')).toBeUndefined();
    expect(advised.snippets[0]?.code).toBe(`import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,                       // the fewest that are as good as any number
  connectionTimeoutMillis: 500,  // then refuse instead of waiting
  idleTimeoutMillis: 0,          // 0: idle connections stay open
  maxLifetimeSeconds: 1800,      // before a firewall drops a quiet connection
  maxUses: Infinity,             // no bound: the lifetime is one
});
// An idle connection that breaks is replaced; without a listener it would end the process.
pool.on('error', (error) => console.error(error));`);
  });
});

test("a reader's service gets its own variables, and the library whose pool it has", () => {
  const { snippets, values } = recommend(TEN, findings({ subject: COMMAND }));
  expect(snippets[0]).toEqual({
    title: 'Your service',
    language: 'sh',
    code: 'MAX_OVERFLOW=0\nWAIT_S=0.5\nserve --port {port} --pool 10',
  });
  expect(snippets.map(({ language }) => language)).toEqual(['sh', 'python', 'python']);
  expect(values.map(({ name }) => name)).toContain('pool_size');
  expect(values.map(({ name }) => name)).not.toContain('max');
});

test('never above what PostgreSQL can give to a process', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (connections, per_process) => {
      const budget = { max_connections: 100, reserved: 3, others: 1, per_process };
      const { setting } = recommend({ ...TEN, connections }, findings({ budget }));
      expect(setting.size + setting.overflow).toBe(Math.min(connections, per_process));
    }),
  );
});

test('what limits it is said', () => {
  const scarce = { max_connections: 20, reserved: 3, others: 1, per_process: 4 };
  const found = { ...TEN, connections: 4, ending: 'ceiling' as const };
  const advised = recommend(found, findings({ budget: scarce, search: [cellOf(4, {}, {})] }));
  const { limited_by_server, arithmetic, snippets } = advised;
  expect(limited_by_server).toBe(true);
  expect(snippets[0]?.code).toContain('# all that PostgreSQL can give to the process');
  expect(reasonNamed(advised, 'pool_size')).toMatch(/^All that PostgreSQL can give, and more might be better still/);
  expect(arithmetic).toContain('20 − 3 reserved − 1 in use by others = 16');
});

test.for<[string, Partial<TuneResults>]>([
  ['no database', { budget: null }],
  ['no probe', { probe: null, prediction: null }],
  ['no exploration', { load_curve: [], overload: [], burst: null, knee_per_s: null }],
  ['no search', { search: [] }],
  ['nothing answered', { search: [cellOf(10, { p95_ms: null, p99_ms: null, completed: 0 })] }],
])('%s: still a recommendation, in words that hold', ([, more]) => {
  for (const subject of [DEF, NODE, COMMAND]) {
    const text = JSON.stringify(recommend(TEN, findings({ ...more, subject })));
    expect(text).not.toMatch(/NaN|undefined|Infinity(?! ?[,"'}])/);
  }
});
