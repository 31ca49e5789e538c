/** What every phase of the gate promises to the plan and to the verdicts. */
import { describe, expect, test } from 'vitest';
import { type Metric, PATTERNS, type PatternName } from '../../results/schema.ts';
import { patterns } from '../index.ts';
import { comparedVariants } from '../pattern.ts';
import { diffMetricsOf, diffPhases, diffSizes } from './index.ts';

const judged = (name: PatternName) => comparedVariants(patterns[name]).filter((variant) => variant.startsWith('after'));

describe.each(PATTERNS)('%s', (name) => {
  test('is judged by its CPU time first, and by nothing twice', () => {
    const [first, ...others] = diffMetricsOf({}, name) as [Metric, ...Metric[]];
    expect(first).toMatchObject({ id: 'cpu', kind: 'cost', unit: 'ms' });
    for (const { kind } of others) expect(['time', 'memory']).toContain(kind);
    const ids = diffMetricsOf({}, name).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has a control of a variant that is judged in each phase', () => {
    for (const { control } of diffPhases[name]) expect(judged(name)).toContain(control?.variant);
  });

  test('measures a variant as often before the middle of a block as after it', () => {
    for (const phase of diffPhases[name]) {
      for (const variant of judged(name)) {
        const trials = phase.trialsPerBlock(variant);
        if (phase.fresh === 'per-block') expect(trials % 2).toBe(0);
        expect(trials).toBeGreaterThan(0);
        expect(phase.expectedMs(variant, diffSizes)).toBeGreaterThan(0);
      }
    }
  });
});

test('nothing waits, so that the work of the service is what its time consists of', () => {
  const { user_ms, orders_ms, reviews_ms, call_base_ms, call_per_item_ms, rtt_ms } = diffSizes;
  expect([user_ms, orders_ms, reviews_ms, call_base_ms, call_per_item_ms, rtt_ms]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the size of a report is given: a calibrated one would be another on each side', () => {
  expect(diffSizes.report_size_node).toBeGreaterThan(0);
  expect(diffSizes.report_size_python).toBeGreaterThan(0);
});
