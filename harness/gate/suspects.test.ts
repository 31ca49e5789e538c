import { describe, expect, test } from 'vitest';
import type { DiffHeader, Sample } from '../results/schema.ts';
import { chooseSuspects } from './suspects.ts';
import { metricsOf, ONE_CELL, simulatedHeader, simulatedSamples, TWELVE_CELLS } from './testing/simulated-diff.ts';

/** Screening in which one cell after the other is slower by the ratio that stands at its place. */
function screened(cpu: number[], capacity: number[] = []): { header: DiffHeader; samples: Sample[] } {
  const header = simulatedHeader({});
  const samples = simulatedSamples({ sd: 0.001 }, TWELVE_CELLS, 0, 5).map((sample) => {
    const place = TWELVE_CELLS.findIndex(
      ({ pattern, stack, variant }) =>
        pattern === sample.pattern && stack === sample.stack && variant === sample.variant,
    );
    if (sample.side === 'base') return sample;
    const scale = (metric: string, ratios: number[]) => (sample.metrics[metric] as number) * (ratios[place] ?? 1);
    return { ...sample, metrics: { ...sample.metrics, cpu: scale('cpu', cpu), capacity: scale('capacity', capacity) } };
  });
  return { header, samples };
}
const choose = ({ header, samples }: ReturnType<typeof screened>, leftMs: number, blockMs = 1) => {
  const { suspects, out_of_time, fresh_blocks } = chooseSuspects(
    header,
    samples,
    { leftMs, blockMs: () => blockMs },
    metricsOf,
  );
  const names = (some: typeof suspects) =>
    some.map(({ pattern, stack, variant, metric }) => `${pattern}/${stack}/${variant} ${metric}`);
  return { suspects: names(suspects), late: names(out_of_time), fresh_blocks };
};

test('a quiet screening suspects nobody', () => {
  expect(choose(screened([]), 1_000)).toEqual({ suspects: [], late: [], fresh_blocks: 12 });
});

test('slowdowns come before speed-ups, and primary metrics before secondary ones', () => {
  const { suspects } = choose(screened([0.9, 1.1], [1, 1, 0.8]), 1_000);
  expect(suspects).toEqual(['streaming/node/after cpu', 'parallel/node/after cpu', 'batching/node/after capacity']);
});

describe('time for one cell only', () => {
  test('goes to the most suspicious one; the others are out of time', () => {
    const { suspects, late } = choose(screened([1.03, 1.3]), 12);
    expect([suspects, late]).toEqual([['streaming/node/after cpu'], ['parallel/node/after cpu']]);
  });
  test('is enough for every metric of it', () => {
    const { suspects, late } = choose(screened([1.1], [0.8]), 12);
    expect(suspects).toEqual(['parallel/node/after cpu', 'parallel/node/after capacity']);
    expect(late).toEqual([]);
  });
  test('is taken by a primary metric before a secondary one', () => {
    expect(choose(screened([1, 1.05], [0.5]), 12)).toMatchObject({
      suspects: ['streaming/node/after cpu'],
      late: ['parallel/node/after capacity'],
    });
  });
});

test('the first suspect gets its blocks even when the time is over', () => {
  expect(choose(screened([1.1]), -5).suspects).toEqual([`${ONE_CELL.pattern}/${ONE_CELL.stack}/after cpu`]);
});

test('with more blocks planned than a verdict takes, all suspects get fewer rather than some none', () => {
  const { header, samples } = screened([1.1, 1.1]);
  const generous = { header: { ...header, plan: { ...header.plan, fresh_blocks: 28 } }, samples };
  expect(choose(generous, 40)).toMatchObject({ fresh_blocks: 20, late: [] });
  expect(choose(generous, 20)).toMatchObject({ fresh_blocks: 12, late: [expect.stringMatching(/cpu$/)] });
  expect(choose(generous, 1_000)).toMatchObject({ fresh_blocks: 28, late: [] });
});
