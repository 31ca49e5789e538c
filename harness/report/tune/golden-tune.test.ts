import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { TuneResults } from '../../results/schema.ts';
import * as golden from '../../tests/golden/golden-tune.ts';
import { simulatedWindow } from '../../tests/golden/simulated-pool.ts';
import { sentencesIn } from '../../tests/readers/sentences-in-tuning.ts';

test.each(Object.entries(golden))('%s keeps the format', (_, build) => {
  expect([...Value.Errors(TuneResults, build())]).toEqual([]);
});

test('results hold codes and numbers; sentences stand only where a file of version 1 had them', () => {
  expect(sentencesIn(golden.goldenTuneNode())).toEqual([]);
  expect(sentencesIn(golden.goldenTune())[0]).toMatch(/^recommendation\.values\.\*\.reason\.text: The fewest/);
});

const load = { ratePerS: 100, durationMs: 20_000, holdMs: 50, seed: 1 };
const ample = { size: 64, overflow: 0, timeout_ms: 500 };

test('the simulated pool obeys Little’s law', () => {
  const { timeline = [], timeouts } = simulatedWindow({ ...load, setting: ample });
  const mean = timeline.reduce((sum, { in_use }) => sum + in_use, 0) / timeline.length;
  expect(timeouts).toBe(0);
  expect(Math.abs(mean / ((100 * 52.5) / 1000) - 1)).toBeLessThan(0.15);
});

test('the simulated pool never gives out more than it has, and makes the others wait', () => {
  const { in_use_max, waiting_max, timeouts, p99_ms } = simulatedWindow({ ...load, setting: { ...ample, size: 4 } });
  expect(in_use_max).toBe(4);
  expect(waiting_max).toBeGreaterThan(0);
  expect(timeouts).toBeGreaterThan(0);
  expect(p99_ms).toBeGreaterThan(500);
});
