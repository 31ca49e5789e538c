import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { Recommendation, type Revision, type Snippet, type TuneResults } from '../../results/tune.ts';
import { cellOf, findings, TEN } from '../../tests/builders/findings.ts';
import { COMMAND, DEF, NODE } from '../../tests/builders/subjects.ts';
import { recommend } from './recommend.ts';

const valueNamed = ({ values }: Recommendation, name: string) => values.find((one) => one.name === name)?.value;
const reasonNamed = ({ values }: Recommendation, name: string) => values.find((one) => one.name === name)?.reason;
const textOf = (snippet?: Snippet) =>
  snippet && 'lines' in snippet ? snippet.lines.map(({ text }) => text).join('\n') : undefined;

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
  test('the size has its measurements', () => {
    expect(reasonNamed(advised, 'pool_size')).toMatchObject({
      ...{ code: 'size', claim: 'smallest', connections: 10, noise: 0.06, in_use: 5.4 },
      own: { connections: 10, p95_ms: 60 },
      fewer: { connections: 9, p95_ms: 71 },
      most: { connections: 30, p95_ms: 60 },
    });
  });
  test('the size that took the place of what the search had found says why', () => {
    const p95_ratio = { value: 1.14, low: 1.1, high: 1.2, level: 0.95, n: 4, blocks: [] };
    const revision: Revision = {
      ...{ code: 'searched-again', searched: 9, alternative: { code: 'source', size: 20, overflow: 10 } },
      ...{ connections: 30, p95_ratio, noise: 0.06 },
    };
    const reason = reasonNamed(recommend(TEN, findings({ revision })), 'pool_size');
    // The 9 of the search were shown to be too few: its windows say otherwise.
    expect(reason).toMatchObject({ code: 'size', connections: 10, fewer: null, revision });
  });
  test('lines to paste, the form that was measured first', () => {
    expect(advised.snippets.map(({ code }) => code)).toEqual(['sqlalchemy-async', 'sqlalchemy']);
    expect(textOf(advised.snippets[1])).toBe(`from sqlalchemy import create_engine

engine = create_engine(
    DATABASE_URL,  # postgresql+psycopg://…
    pool_size=10,
    max_overflow=0,
    pool_timeout=0.5,
    pool_recycle=1800,
    pool_pre_ping=True,
    pool_use_lifo=False,
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
  test('after the comparison, overflow is argued with what it opened', () => {
    const alternative = {
      ...cellOf(5, { connections_opened: 41 }),
      setting: { size: 5, overflow: 10, timeout_ms: 500 },
    };
    const usual = { code: 'default' as const, size: 5, overflow: 10 };
    const comparisons = [{ alternative: usual, cell: alternative, p95_ratio: null, reading: 'not-compared' as const }];
    const proven = recommend(TEN, findings({ recommended: cellOf(10, {}), comparisons }));
    expect(reasonNamed(proven, 'max_overflow')).toEqual({
      code: 'overflow',
      churn: { alternative: usual, opened: 41, recommended_opened: 0 },
    });
    expect(proven.setting).toEqual(advised.setting);
  });
});

describe('Node', () => {
  const advised = recommend(TEN, findings({ subject: NODE }));
  test('one bound, and the wait in its own unit', () => {
    expect([valueNamed(advised, 'max'), valueNamed(advised, 'connectionTimeoutMillis')]).toEqual([10, 500]);
    expect(valueNamed(advised, 'pool_size')).toBeUndefined();
    expect(textOf(advised.snippets[0])).toBe(`import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  connectionTimeoutMillis: 500,
  idleTimeoutMillis: 0,
  maxLifetimeSeconds: 1800,
  maxUses: Infinity,
});
pool.on('error', (error) => console.error(error));`);
  });
});

test("a reader's service gets its own variables, and the library whose pool it has", () => {
  const { snippets, values } = recommend(TEN, findings({ subject: COMMAND }));
  expect(snippets[0]).toMatchObject({ code: 'variables', language: 'sh' });
  expect(textOf(snippets[0])).toBe('MAX_OVERFLOW=0\nWAIT_S=0.5\nserve --port {port} --pool 10');
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
  const { limited_by_server, arithmetic } = advised;
  expect(limited_by_server).toBe(true);
  expect(reasonNamed(advised, 'pool_size')).toMatchObject({ claim: 'server-limit' });
  expect(arithmetic).toMatchObject({ max_connections: 20, available: 16, taken: 4, left: 12 });
});

test.for<[string, Partial<TuneResults>]>([
  ['no database', { budget: null }],
  ['no probe', { probe: null, prediction: null }],
  ['no exploration', { load_curve: [], overload: [], burst: null, knee_per_s: null }],
  ['no search', { search: [] }],
  ['nothing answered', { search: [cellOf(10, { p95_ms: null, p99_ms: null, completed: 0 })] }],
])('%s: still a recommendation, which keeps the format', ([, more]) => {
  for (const subject of [DEF, NODE, COMMAND]) {
    const advised = recommend(TEN, findings({ ...more, subject }));
    // As it is read again: JSON has no NaN.
    expect([...Value.Errors(Recommendation, JSON.parse(JSON.stringify(advised)))]).toEqual([]);
  }
});
