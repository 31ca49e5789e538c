/** The break-even curves of the golden run: a start, an end, neither, a failed side and points without an interval. */
import type { Curve, CurvePoint, CurveSeries, Estimate, PatternName, StackName } from '../../results/schema.ts';
import { breakEven } from '../../stats/break-even.ts';

export const goldenCurves: Partial<Record<PatternName, Curve[]>> = {
  parallel: [
    {
      id: 'concurrency-latency',
      title: 'Gain against requests at once, each with 3 queries',
      x: { title: 'requests at once', unit: 'count', noun: 'requests at once' },
      gain: 'median latency in a row ÷ in parallel',
      how: 'So many clients in a closed loop, 2 requests each; the latency is service time.',
      landmarks: [{ x: 10, label: '3 × 10 = the pool’s size' }],
      series: [
        series('node', 'after', [own(1, 2.48), [4, 2.46], [8, 2.4], [12, 2.1], [16, 1.62], [24, 1.18], [32, 0.99]]),
        series('python', 'after', [own(1, 2.4), [4, 2.2], [8, 1.9], [12, 1.5], [16, 1.2], [24, 0.86], [32, 0.8]]),
      ],
    },
  ],
  workers: [
    {
      id: 'report-length-light',
      title: 'Gain in the worst light latency against the length of the report',
      x: { title: 'length of the report', unit: 'ms', noun: '' },
      gain: 'worst light latency with the report in the event loop ÷ beside it',
      how: '200 light requests per second arrive on a schedule; short reports are repeated for 200 ms.',
      landmarks: [],
      series: [
        lengths('node', 'after', [0.31, 0.42, 1.02, 3.1, 12, 38]),
        lengths('node', 'after-pool', [0.98, 1.6, 4.2, 11, 35, 92]),
        lengths('python', 'after', [0.2, 0.3, 0.8, 2.2, 7.5, 24]),
        lengths('python', 'after-pool', [0.9, 1.3, 3.4, 9.1, 29, 80], 'No answer'),
      ],
    },
    {
      id: 'report-length-report',
      title: 'What the report itself pays for leaving the event loop',
      x: { title: 'length of the report', unit: 'ms', noun: '' },
      gain: 'time of the report in the event loop ÷ beside it',
      how: '200 light requests per second arrive on a schedule; short reports are repeated for 200 ms.',
      landmarks: [],
      series: [
        lengths('node', 'after', [0.02, 0.06, 0.17, 0.38, 0.66, 0.86]),
        lengths('python', 'after', [0.01, 0.02, 0.07, 0.2, 0.45, 0.7]),
      ],
    },
  ],
};

type Point = CurvePoint | [x: number, gain: number];

function series(stack: StackName, variant: string, given: Point[]): CurveSeries {
  const points = given.map((point) => (Array.isArray(point) ? swept(...point) : point));
  return { stack, variant, points, ...breakEven(points) };
}

/** Reports of 1 to 300 ms, then one of 3 s, which has no interval. */
function lengths(stack: StackName, variant: string, gains: number[], failure?: string): CurveSeries {
  const xs = [1, 3, 10, 30, 100, 300];
  const last: CurvePoint =
    failure === undefined
      ? { x: 3_000, source: 'curve', gain: estimate((gains.at(-1) as number) * 9, null, 1) }
      : { x: 3_000, source: 'curve', gain: null, why_missing: { code: 'failed', variant: 'before', title: failure } };
  return series(stack, variant, [...gains.map((gain, index): Point => [xs[index] as number, gain]), last]);
}

/** Three rounds that differ by some percent. */
function swept(x: number, gain: number): CurvePoint {
  return { x, source: 'curve', gain: estimate(gain, 1.08, 3) };
}

/** The size of the run's blocks. */
function own(x: number, gain: number): CurvePoint {
  return { x, source: 'blocks', gain: estimate(gain, 1.02, 3) };
}

function estimate(value: number, factor: number | null, n: number): Estimate {
  const round = (number: number) => Number(number.toPrecision(6));
  const blocks = n === 3 ? [0.98, 1, 1 / 0.98].map((each) => round(value * each)) : [value];
  const bounds =
    factor === null ? { low: null, high: null } : { low: round(value / factor), high: round(value * factor) };
  return { value, ...bounds, level: 0.95, n, blocks };
}
