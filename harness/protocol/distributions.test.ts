import { expect, test } from 'vitest';
import { Histogram } from '../load/histogram.ts';
import type { Sample } from '../results/schema.ts';
import { distributionsOf } from './distributions.ts';

const sample = (more: Partial<Sample>): Sample => ({
  block: 0,
  trial: 0,
  pattern: 'pooling',
  stack: 'node',
  variant: 'after',
  at: '2026-01-14T09:30:00.000Z',
  metrics: {},
  limits: {},
  ...more,
});

function histogram(...latencies: number[]): string {
  const recorded = new Histogram();
  for (const ms of latencies) recorded.record(ms);
  return recorded.toBase64();
}

test('single requests of all blocks are one distribution', () => {
  const samples = [1, 2, 3].map((block) => sample({ block, raw_ms: { latency: [block * 10, block * 10 + 1] } }));
  expect(distributionsOf(samples)).toEqual([
    {
      metric: 'latency',
      kind: 'service-time',
      count: 6,
      p50_ms: expect.closeTo(20, 1),
      p90_ms: expect.closeTo(31, 1),
      p99_ms: expect.closeTo(31, 1),
      max_ms: expect.closeTo(31, 1),
      histogram: expect.any(String),
    },
  ]);
});

test('histograms of several trials are added, not averaged', () => {
  const samples = [
    sample({ histograms: { capacity: histogram(...Array<number>(99).fill(1)) } }),
    sample({ histograms: { capacity: histogram(500) } }),
  ];
  const [merged] = distributionsOf(samples);
  expect(merged).toMatchObject({ count: 100, p50_ms: 1, p99_ms: 1 });
  expect(merged?.max_ms).toBeCloseTo(500, 0);
  expect(Histogram.fromBase64(merged?.histogram ?? '').count).toBe(100);
});

test('latency is response time only where the driver kept a schedule', () => {
  const histograms = { light: histogram(2, 3) };
  const lag = { cpu_share: 0.1, lag_p50_ms: 0.1, lag_p99_ms: 0.4 };
  expect(distributionsOf([sample({ histograms, driver: lag })])[0]?.kind).toBe('response-time');
  expect(distributionsOf([sample({ histograms, driver: { cpu_share: 0.1 } })])[0]?.kind).toBe('service-time');
});

test('trials without single requests have none', () => {
  expect(distributionsOf([sample({ metrics: { time: 12 } }), sample({ raw_ms: { latency: [] } })])).toEqual([]);
});

test('invalid trials have no say', () => {
  const invalid = [{ rule: 'errors' as const, detail: '3 of 10 requests failed' }];
  expect(distributionsOf([sample({ raw_ms: { latency: [900] }, invalid })])).toEqual([]);
});
