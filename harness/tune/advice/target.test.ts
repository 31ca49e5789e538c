import { expect, test } from 'vitest';
import type { TuneResults } from '../../results/tune.ts';
import { bottleneckOf } from './bottleneck.ts';
import { judgeTarget, refuseImpossibleTarget } from './target.ts';
import { cellOf, findings, TEN } from './testing/findings.ts';

const asking = (p99_ms: number | null, more: Partial<TuneResults> = {}) => {
  const results = findings({ ...more, target: { ...findings().target, p99_ms } });
  return judgeTarget(TEN, bottleneckOf(TEN, results), results);
};

test('met, or not asked for', () => {
  expect(asking(100)).toEqual({ met: true, verdict: 'Met: p99 is 70.0 ms of the 100 ms asked for.' });
  expect(asking(null)).toEqual({
    met: null,
    verdict: 'No p99 was asked for; it is 70.0 ms, as good as any pool makes it.',
  });
});

test('the windows of the proof count as well: the median of all', () => {
  expect(asking(100, { recommended: cellOf(10, ...[110, 120, 130].map((p99_ms) => ({ p99_ms }))) }).met).toBe(false);
});

test('shorter than a request that does not wait', () => {
  expect(asking(40)).toMatchObject({ met: false });
  expect(asking(40).verdict).toContain(
    'A request takes 55.0 ms even when nobody waits: no pool can make that shorter.',
  );
});

test('above a request, and yet not at any size', () => {
  expect(asking(60).verdict).toContain('the slowest requests are slow by themselves, not for want of a connection');
});

test('a held transaction takes connections, not time; a busy database takes time', () => {
  const held = { ...findings().probe, idle_in_transaction: 0.9 } as TuneResults['probe'];
  expect(asking(60, { probe: held }).verdict).toContain('slow by themselves');
  const overload = findings().overload.map((one) => ({ ...one, window: { ...one.window, database_cpu: 0.95 } }));
  expect(asking(60, { overload }).verdict).toContain('PostgreSQL keeps its core 95 % busy');
});

test('another setting happened to meet it', () => {
  const search = [cellOf(10, {}), cellOf(30, { p99_ms: 58 })];
  expect(asking(60, { search }).verdict).toContain('In the search 30 connections came to 58.0 ms');
});

test('nothing was answered', () => {
  expect(asking(60, { search: [] })).toMatchObject({ met: false, verdict: expect.stringContaining('No request') });
});

test('below the round-trip time it is refused before anything is measured', () => {
  expect(() => refuseImpossibleTarget({ p99_ms: 15, rtt_ms: 20 })).toThrow(
    'a p99 of 15 ms cannot be met: one round trip to PostgreSQL alone takes 20 ms',
  );
  refuseImpossibleTarget({ p99_ms: 25, rtt_ms: 20 });
  refuseImpossibleTarget({ p99_ms: null, rtt_ms: 20 });
});
