import { expect, test } from 'vitest';
import type { CostSample } from '../../results/library-samples.ts';
import { summarizeCosts } from './summarize-costs.ts';

const sample = (name: string, block: number, metrics: CostSample['metrics'], more: Partial<CostSample> = {}) =>
  ({
    ...{ kind: 'cost', field: 'database', stack: 'node', name, at: '2026-01-01T00:00:00Z' },
    ...{ operation: 'read', block, metrics },
    ...more,
  }) as CostSample;
const disturbed: Partial<CostSample> = { invalid: [{ rule: 'clock-jumped', ahead_ms: 3_600_000, most_jump_ms: 100 }] };
const outrun: Partial<CostSample> = { invalid: [{ rule: 'driver-saturated', cpu_share: 0.9, most_share: 0.85 }] };

test('a cost is the median of the blocks, and its ratio is that to the reference in the same block', () => {
  const samples = [
    ...[1, 2, 10].map((cpu, block) => sample('pg', block, { cpu })),
    ...[2, 4, 40].map((cpu, block) => sample('prisma', block, { cpu })),
  ];
  const costs = summarizeCosts(samples, { blocks: 3 });
  expect([...costs.keys()]).toEqual(['database/node/pg', 'database/node/prisma']);
  expect(costs.get('database/node/pg')).toEqual([
    { operation: 'read', metric: 'cpu', unit: 'ms', value: 2, blocks: 3 },
  ]);
  const [prisma] = costs.get('database/node/prisma') ?? [];
  expect(prisma).toMatchObject({ operation: 'read', metric: 'cpu', unit: 'ms', value: 4, blocks: 3 });
  // The logarithms of 2, 2 and 4: mean 0.924, standard error 0.231, and t is 4.303 with two degrees of freedom.
  expect(prisma?.ratio?.value).toBeCloseTo(16 ** (1 / 3), 10);
  expect(prisma?.ratio?.low).toBeCloseTo(Math.exp(0.9242 - 4.30265 * 0.23105), 3);
  expect(prisma?.ratio?.high).toBeCloseTo(Math.exp(0.9242 + 4.30265 * 0.23105), 2);
  expect(prisma?.ratio?.blocks).toEqual([2, 2, 4]);
});

test('what is not to be believed does not count, unless it was measured once more', () => {
  const samples = [
    sample('pg', 0, { cpu: 1 }),
    sample('pg', 1, { cpu: 99 }, disturbed),
    sample('pg', 1, { cpu: 3 }),
    sample('pg', 2, { cpu: 99 }, disturbed),
    sample('prisma', 0, {}, { failed: '500 {"error":"Error"}' }),
    sample('prisma', 1, { cpu: 6 }),
    sample('prisma', 2, { cpu: 8 }),
    sample('prisma', 3, { cpu: 99 }),
  ];
  const costs = summarizeCosts(samples, { blocks: 3 });
  expect(costs.get('database/node/pg')).toMatchObject([{ value: 2, blocks: 2 }]);
  // The one block in which both have a value.
  expect(costs.get('database/node/prisma')).toMatchObject([
    { value: 7, blocks: 2, ratio: { value: 2, n: 1, low: null } },
  ]);
});

test('where the driver was saturated, what a request costs the service counts, and how fast it was asked does not', () => {
  const metrics = { cpu: 0.02, throughput: 40_000, p50: 0.1, p99: 0.7, peak_rss: 9e7 };
  const costs = summarizeCosts(
    [sample('pg', 0, metrics, outrun), sample('pg', 1, metrics, outrun), sample('pg', 1, metrics, outrun)],
    { blocks: 2 },
  );
  expect(costs.get('database/node/pg')?.map(({ metric, blocks }) => [metric, blocks])).toEqual([
    ['cpu', 2],
    ['peak_rss', 2],
  ]);
});

test('where both had a gauge beside them, each counts as a multiple of its own', () => {
  const at = (name: string, block: number, cpu: number, gauge: number) =>
    sample(name, block, { cpu, start_up: 100 * block + 100 }, { gauge: { metrics: { cpu: gauge } } });
  const costs = summarizeCosts(
    // The machine was half as fast while Prisma had its turn in the second block.
    [at('pg', 0, 1, 2), at('prisma', 0, 2, 2), at('pg', 1, 1, 2), at('prisma', 1, 4, 4)],
    { blocks: 2 },
  );
  const [cpu, startUp] = costs.get('database/node/prisma') ?? [];
  expect(cpu).toMatchObject({ metric: 'cpu', value: 3, ratio: { value: 2, blocks: [2, 2] } });
  expect(startUp).toMatchObject({ metric: 'start_up', value: 150, ratio: { value: 1 } });
});

test('a gauge that cannot be believed leaves its block out', () => {
  const gauge = { metrics: { cpu: 2 } };
  const costs = summarizeCosts(
    [
      ...[0, 1].map((block) => sample('pg', block, { cpu: 1 }, { gauge })),
      sample('prisma', 0, { cpu: 2 }, { gauge }),
      sample('prisma', 1, { cpu: 9 }, { gauge: { ...gauge, ...disturbed } }),
    ],
    { blocks: 2 },
  );
  expect(costs.get('database/node/prisma')).toMatchObject([{ value: 5.5, blocks: 2, ratio: { value: 2, n: 1 } }]);
});

test('each metric stands in its unit, in a fixed order, and one that nobody measured is absent', () => {
  const costs = summarizeCosts([sample('pg', 0, { start_up: 300, throughput: 4_000, p50: 2, peak_rss: 8e7 })], {
    blocks: 1,
  });
  expect(costs.get('database/node/pg')?.map(({ metric, unit }) => [metric, unit])).toEqual([
    ['throughput', 'req/s'],
    ['p50', 'ms'],
    ['peak_rss', 'bytes'],
    ['start_up', 'ms'],
  ]);
});
