import { expect, test } from 'vitest';
import type { TuneProbe, TuneResults, TuneWindow } from '../../results/tune.ts';
import { cellOf, findings, TEN, windowOf } from '../../tests/builders/findings.ts';
import { bottleneckOf } from './bottleneck.ts';

const probe = findings().probe as TuneProbe;
const kindOf = (more: Partial<TuneResults>, found = TEN) => bottleneckOf(found, findings(more)).kind;

test('a transaction that waits for something else than the database is named first', () => {
  const held = bottleneckOf(TEN, findings({ probe: { ...probe, idle_in_transaction: 0.93 } }));
  expect(held).toMatchObject({ kind: 'held-transaction', hold_ms: 54, idle_share: 0.93, connections: 10 });
  expect([2, 3]).toContain('connections_released' in held && held.connections_released);
});

test('a transaction that waits for the network is not held', () => {
  const far = { rate_per_s: 100, processes: 1, arrivals: 'poisson' as const, p99_ms: null, rtt_ms: 20 };
  expect(kindOf({ target: far, probe: { ...probe, idle_in_transaction: 0.93 } })).not.toBe('held-transaction');
});

test('threads that are all taken while connections are free', () => {
  const blocked = windowOf({ threads_in_use_max: 40, threads_limit: 40, in_use_max: 7 });
  expect(kindOf({ search: [cellOf(10, blocked)] })).toBe('threads');
  expect(kindOf({ search: [cellOf(10, { ...blocked, in_use_max: 10 })] })).toBe('pool');
});

test('more connections than PostgreSQL can give would be used', () => {
  const scarce = { max_connections: 20, reserved: 3, others: 1, per_process: 4 };
  const found = { ...TEN, connections: 4, ending: 'ceiling' as const };
  expect(kindOf({ budget: scarce }, found)).toBe('max-connections');
});

test.for([
  ['database-cpu', { database_cpu: 0.93 }],
  ['service-cpu', { service_cpu: 0.97 }],
  ['pool', {}],
  ['none', { waiting_max: 0 }],
] as const)('%s, when the load is the hardest', ([kind, more]) => {
  const { overload } = findings();
  expect(kindOf({ overload: overload.map((one) => ({ ...one, window: { ...one.window, ...more } })) })).toBe(kind);
});

test('a database that may use all cores is busy when all are', () => {
  const environment = { ...findings().environment, pinning: 'not pinned', cores: 4 };
  const overload = (database_cpu: number) =>
    findings().overload.map((one) => ({ ...one, window: { ...one.window, database_cpu } }));
  expect(kindOf({ environment, overload: overload(1.5) })).toBe('pool');
  expect(kindOf({ environment, overload: overload(3.8) })).toBe('database-cpu');
});

test('a PostgreSQL that duet did not start has all cores, pinned or not', () => {
  const environment = { ...findings().environment, postgres_source: 'DATABASE_URL' as const, cores: 16 };
  const overload = findings().overload.map((one) => ({ ...one, window: { ...one.window, database_cpu: 3.2 } }));
  expect(kindOf({ environment, overload })).toBe('pool');
});

const reader = { kind: 'command' as const, command: 'svc', env: {}, request: 'GET /' };
const heavy = (more: Partial<TuneWindow>) =>
  findings().overload.map((one) => ({ ...one, window: { ...one.window, ...more } }));

test("of a reader's service the pool is full where it refuses for lack of a connection", () => {
  const full = bottleneckOf(TEN, findings({ subject: reader, overload: heavy({ waiting_max: null, in_use_max: 7 }) }));
  expect(full).toMatchObject({ kind: 'pool', rate_per_s: 270, timeouts: 270, sent: 810, waiting_max: null });
  expect(kindOf({ subject: reader, overload: heavy({ waiting_max: null, timeouts: 0 }) })).toBe('none');
});

test("a reader's service may use all cores but the driver's, or be one thread", () => {
  const environment = { ...findings().environment, cores: 8 };
  const busy = (service_cpu: number) =>
    bottleneckOf(TEN, findings({ subject: reader, environment, overload: heavy({ service_cpu }) }));
  expect(busy(0.97)).toMatchObject({ kind: 'service-cpu', runs_on: 'one-core' });
  expect(busy(1.6).kind).toBe('pool');
  expect(busy(6.5)).toMatchObject({ kind: 'service-cpu', runs_on: 'all-cores' });
});

test('nothing is to be changed only where the target is met', () => {
  const target = { ...findings().target, p99_ms: 60 };
  const overload = heavy({ waiting_max: 0 });
  expect(bottleneckOf(TEN, findings({ overload }))).toMatchObject({ slow_by_itself: false });
  expect(bottleneckOf(TEN, findings({ overload, target }))).toMatchObject({ slow_by_itself: true });
});

test('where requests fail, nobody knows why, it is told how many', () => {
  const failing = bottleneckOf(
    TEN,
    findings({ subject: reader, overload: heavy({ waiting_max: null, timeouts: 0, failures: 40 }) }),
  );
  expect(failing).toMatchObject({ kind: 'none', failed: 40, sent: 810 });
});

test('nothing was seen: nothing is claimed', () => {
  const unseen = { load_curve: [], overload: [], search: [], probe: null };
  expect(bottleneckOf(TEN, findings(unseen))).toEqual({ kind: 'none', rate_per_s: null, slow_by_itself: false });
});
