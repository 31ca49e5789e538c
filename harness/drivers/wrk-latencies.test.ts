import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CountedLatency, uncorrected } from './wrk-latencies.ts';

/** wrk 4, src/stats.c, `stats_correct`, and what src/wrk.c calls it with. */
function correctedByWrk(latencies: readonly CountedLatency[], durationUs: number, connections: number) {
  const requests = latencies.reduce((sum, [, count]) => sum + count, 0);
  const data = new Map(latencies);
  const rounds = Math.floor(requests / connections);
  if (rounds > 0) {
    const expected = Math.floor(durationUs / rounds);
    const most = Math.max(...data.keys());
    for (let n = expected * 2; n <= most; n++) {
      const count = data.get(n) ?? 0;
      for (let m = n - expected; count > 0 && m > expected; m -= expected) data.set(m, (data.get(m) ?? 0) + count);
    }
  }
  return { given: [...data].toSorted(([one], [other]) => one - other), run: { durationUs, requests, connections } };
}

const descending = (latencies: readonly CountedLatency[]) => latencies.toSorted(([one], [other]) => other - one);

describe('what wrk adds to its latencies', () => {
  test('is taken out again', () => {
    // 8 connections, 100 requests each in a second: 10 ms are expected, and one request took 55 ms.
    const measured: CountedLatency[] = [
      [9_000, 799],
      [55_000, 1],
    ];
    const { given, run } = correctedByWrk(measured, 1_000_000, 8);
    expect(given).toEqual([
      [9_000, 799],
      [15_000, 1],
      [25_000, 1],
      [35_000, 1],
      [45_000, 1],
      [55_000, 1],
    ]);
    expect(uncorrected(given, run)).toEqual(descending(measured));
  });

  test('is nothing where no connection came round', () => {
    const run = { durationUs: 1_000_000, requests: 7, connections: 8 };
    expect(uncorrected([[900_000, 7]], run)).toEqual([[900_000, 7]]);
  });

  test('is taken out of any latencies', () => {
    const latencies = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 50 })), {
      selector: ([us]) => us,
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(latencies, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 3_000, max: 50_000 }), (all, n, us) => {
        const { given, run } = correctedByWrk(all, us, n);
        expect(uncorrected(given, run)).toEqual(descending(all));
      }),
    );
  });
});
