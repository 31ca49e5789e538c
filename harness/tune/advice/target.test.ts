import { expect, test } from 'vitest';
import type { TuneResults } from '../../results/tune.ts';
import { cellOf, findings, TEN } from '../../tests/builders/findings.ts';
import { bottleneckOf } from './bottleneck.ts';
import { isMet, judgeTarget, refuseImpossibleTarget } from './target.ts';

const asking = (p99_ms: number | null, more: Partial<TuneResults> = {}) => {
  const results = findings({ ...more, target: { ...findings().target, p99_ms } });
  return judgeTarget(TEN, bottleneckOf(TEN, results), results);
};

test('met, or not asked for', () => {
  expect(asking(100)).toEqual({ code: 'met', p99_ms: 70, asked_ms: 100 });
  expect(asking(null)).toEqual({ code: 'not-asked', p99_ms: 70, limited: false });
  expect([isMet(asking(100), { p99_ms: 100 }), isMet(asking(null), { p99_ms: null })]).toEqual([true, null]);
});

test('the windows of the comparison count as well: the median of all', () => {
  expect(asking(100, { recommended: cellOf(10, ...[110, 120, 130].map((p99_ms) => ({ p99_ms }))) }).code).toBe(
    'not-met',
  );
});

test('shorter than a request that does not wait', () => {
  expect(asking(40)).toMatchObject({
    code: 'not-met',
    because: { code: 'request-too-slow', service_ms: 55, rtt_ms: 0 },
  });
});

test('above a request, and yet not at any size', () => {
  expect(asking(60)).toMatchObject({ because: { code: 'slow-by-itself' } });
});

test('a held transaction takes connections, not time; a busy database takes time', () => {
  const held = { ...findings().probe, idle_in_transaction: 0.9 } as TuneResults['probe'];
  expect(asking(60, { probe: held })).toMatchObject({ because: { code: 'slow-by-itself' } });
  const overload = findings().overload.map((one) => ({ ...one, window: { ...one.window, database_cpu: 0.95 } }));
  expect(asking(60, { overload })).toMatchObject({ because: { code: 'bottleneck' } });
});

test('another setting happened to meet it', () => {
  const search = [cellOf(10, {}), cellOf(30, { p99_ms: 58 })];
  expect(asking(60, { search })).toMatchObject({ because: { code: 'met-by-chance', connections: 30, p99_ms: 58 } });
});

test('nothing was answered', () => {
  expect(asking(60, { search: [] })).toEqual({ code: 'unanswered' });
  expect(isMet({ code: 'unanswered' }, { p99_ms: 60 })).toBe(false);
});

test('below the round-trip time it is refused before anything is measured', () => {
  expect(() => refuseImpossibleTarget({ p99_ms: 15, rtt_ms: 20 })).toThrow(
    'a p99 of 15 ms cannot be met: one round trip to PostgreSQL alone takes 20 ms',
  );
  refuseImpossibleTarget({ p99_ms: 25, rtt_ms: 20 });
  refuseImpossibleTarget({ p99_ms: null, rtt_ms: 20 });
});
