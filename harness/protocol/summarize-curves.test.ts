import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import { type CurveSample, Results } from '../results/schema.ts';
import { withCurves } from './summarize-curves.ts';

const golden: Results = JSON.parse(
  readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'),
);
const plan = { rounds: 3, stride: 1, planned_trials: 12, pool_connections: 30 };
const results: Results = {
  ...golden,
  run: { ...golden.run, sizes: { ...profiles.quick.sizes }, curves: plan },
  patterns: golden.patterns.map(({ curves: _, ...pattern }) => pattern),
};

let trial = 0;
const sample = (variant: string, x: number, round: number, time: number | null): CurveSample => ({
  trial: trial++,
  sweep: 'batch-size',
  pattern: 'batching',
  stack: 'node',
  variant,
  x,
  round,
  at: '2026-01-14T09:30:00.000Z',
  metrics: time === null ? {} : { time },
  ...(time === null ? { failure: { status: 504, type: 't', title: 'Too late', detail: '' } } : {}),
});
/** Three rounds of both sides, with a gain of about `gain`. */
const point = (x: number, gain: number) =>
  [0.99, 1, 1.01].flatMap((factor, round) => [
    sample('before', x, round, 10 * gain * factor),
    sample('after', x, round, 10),
  ]);
const curvesOf = (samples: CurveSample[]) =>
  withCurves(results, samples).patterns.find(({ pattern }) => pattern === 'batching')?.curves;
const nodePoints = (samples: CurveSample[]) => curvesOf(samples)?.[0]?.series[0]?.points ?? [];

describe('withCurves', () => {
  test('makes of every size the ratio over its rounds, by size, and says from where it pays', () => {
    const [curve] = curvesOf([...point(10, 8), ...point(1, 0.9), ...point(2, 1.8)]) ?? [];
    const swept = curve?.series[0]?.points.filter(({ source }) => source === 'curve') ?? [];
    expect(swept.map(({ x }) => x)).toEqual([1, 2, 10]);
    expect(swept.map(({ gain }) => gain?.n)).toEqual([3, 3, 3]);
    expect(swept.map(({ gain }) => gain?.value)).toEqual([0.9, 1.8, 8].map((gain) => expect.closeTo(gain, 2)));
    expect(curve?.series[0]).toMatchObject({ pays: [{ from: 2, to: 200 }], costs: [{ from: 1, to: 1 }] });
  });

  test("joins the gain of the run's own size, from its blocks", () => {
    const own = results.patterns.find(({ pattern }) => pattern === 'batching')?.stacks.node?.gains;
    expect(nodePoints(point(1, 1)).at(-1)).toEqual({
      x: 200,
      source: 'blocks',
      gain: own?.find(({ metric }) => metric === 'time')?.estimate,
    });
  });

  test('keeps the points of an interrupted sweep: pairs count, halves do not', () => {
    const [before, after, ...rest] = point(5, 4);
    const points = nodePoints([before, after, rest[0]] as CurveSample[]);
    expect(points[0]).toMatchObject({ x: 5, gain: { n: 1, low: null } });
    expect(nodePoints([before] as CurveSample[])[0]).toEqual({
      x: 5,
      source: 'curve',
      gain: null,
      why_missing: { code: 'not-measured' },
    });
  });

  test('says which side failed', () => {
    const points = nodePoints([sample('before', 5, 0, null), sample('after', 5, 0, 10)]);
    expect(points[0]).toMatchObject({
      gain: null,
      why_missing: { code: 'failed', variant: 'before', title: 'Too late' },
    });
  });

  test('lets the last sample of a planned trial count', () => {
    const [before, after] = point(5, 4) as [CurveSample, CurveSample];
    const again = { ...before, metrics: { time: 20 } };
    expect(nodePoints([before, after, again])[0]?.gain?.value).toBeCloseTo(2);
  });

  test('leaves the results of a run without curves alone', () => {
    expect(withCurves(results, [])).toBe(results);
    expect(withCurves(golden, point(1, 1))).toBe(golden);
  });

  test('keeps the format', () => {
    expect(Value.Check(Results, withCurves(results, point(1, 1)))).toBe(true);
  });
});
