import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sweeps } from '../patterns/curves/index.ts';
import { patterns } from '../patterns/index.ts';
import { comparedVariants } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import { type CurveSample, PATTERNS, PROFILES, STACKS } from '../results/schema.ts';
import { describeCurves, expectedSweepMs, type PlannedSweep, planCurves, remainingSweeps } from './plan-curves.ts';

const { sizes } = profiles.standard;
const options = { patterns: [...PATTERNS], stacks: [...STACKS], sizes, seed: 1, rounds: 3, stride: 1 };
const choices = fc.record({
  patterns: fc.subarray([...PATTERNS], { minLength: 1 }),
  stacks: fc.subarray([...STACKS], { minLength: 1 }),
  sizes: fc.constantFrom(...Object.values(profiles).map((profile) => profile.sizes)),
  seed: fc.nat(),
  rounds: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
});

describe('planCurves', () => {
  test('every round holds every variant of every point of every stack once; long points stand in the first alone', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        for (const { sweep, trials } of planCurves(choice)) {
          const points = sweep.points(choice.sizes).filter((_, index) => index % choice.stride === 0);
          for (let round = 0; round < choice.rounds; round++) {
            const wanted = choice.stacks.flatMap((stack) =>
              points
                .filter((x) => x !== sweep.ownPoint(choice.sizes))
                .filter((x) => round === 0 || sweep.longFrom === undefined || x < sweep.longFrom)
                .flatMap((x) => comparedVariants(patterns[sweep.pattern]).map((variant) => `${stack}/${variant} ${x}`)),
            );
            const planned = trials.filter((trial) => trial.round === round);
            expect(planned.map(({ stack, variant, x }) => `${stack}/${variant} ${x}`).sort()).toEqual(wanted.sort());
          }
        }
      }),
    );
  });

  test('the sides of a point stand side by side, in turn first and last', () => {
    for (const { trials } of planCurves(options)) {
      const groups = Map.groupBy(trials, ({ round, stack, x }) => `${stack} ${x} ${round}`);
      for (const group of groups.values()) {
        const numbers = group.map(({ trial }) => trial);
        expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] as number) + index));
      }
      const order = (stack: string, x: number, round: number) =>
        groups.get(`${stack} ${x} ${round}`)?.map(({ variant }) => variant);
      for (const { stack, x } of trials.filter(({ round }) => round === 1)) {
        expect(order(stack, x, 1)).toEqual(order(stack, x, 0)?.toReversed());
        expect(order(stack, x, 2)).toEqual(order(stack, x, 0));
      }
    }
  });

  test('trials are numbered from 0 over all sweeps', () => {
    const numbers = planCurves(options).flatMap(({ trials }) => trials.map(({ trial }) => trial));
    expect(numbers).toEqual([...numbers.keys()]);
  });

  test('the same seed gives the same plan, another seed another order', () => {
    expect(planCurves(options)).toEqual(planCurves(options));
    expect(planCurves({ ...options, seed: 2 })).not.toEqual(planCurves(options));
  });

  test('only the sweeps of the chosen patterns are planned, and pooling has none', () => {
    expect(planCurves({ ...options, patterns: ['batching', 'pooling'] }).map(({ sweep }) => sweep.id)).toEqual([
      'batch-size',
    ]);
    expect(planCurves({ ...options, patterns: ['pooling'] })).toEqual([]);
  });
});

test('a resumed run measures again what was not finished', () => {
  const plan = planCurves(options);
  const [first, second] = plan as [PlannedSweep, PlannedSweep];
  const samples = [...first.trials, second.trials[0]].map((trial) => ({ ...trial }) as unknown as CurveSample);
  expect(remainingSweeps(plan, samples)).toEqual(plan.slice(1));
  expect(remainingSweeps(plan, [])).toEqual(plan);
});

test.each(PROFILES)('what the curves of %s take is known, and they are described trial by trial', (profile) => {
  const { curves, sizes } = profiles[profile];
  const plan = planCurves({ ...options, ...curves, sizes });
  for (const planned of plan) expect(expectedSweepMs(planned, sizes)).toBeGreaterThan(0);
  const trials = plan.reduce((sum, planned) => sum + planned.trials.length, 0);
  const lines = describeCurves(plan, sizes).split('\n');
  expect(lines).toHaveLength(trials + plan.length + 1);
  expect(lines.at(-1)).toMatch(new RegExp(`^${trials} trials for the curves, expected time \\d+ (s|min) besides$`));
});

describe.each(sweeps)('the sweep $id', (sweep) => {
  test('has ascending points, and curves of metrics of which less is better', () => {
    for (const { sizes } of Object.values(profiles)) {
      const points = sweep.points(sizes);
      expect([...points]).toEqual([...new Set(points)].sort((a, b) => a - b));
    }
    const { metrics } = patterns[sweep.pattern];
    for (const { metric } of sweep.curves) expect(metrics.find(({ id }) => id === metric)?.better).toBe('lower');
  });
});
