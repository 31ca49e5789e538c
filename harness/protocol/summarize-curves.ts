/** From the samples of the curves to their points, and where each pattern pays. Pure. */
import { sweeps } from '../patterns/curves/index.ts';
import type { Sweep, SweptCurve } from '../patterns/curves/sweep.ts';
import { patterns } from '../patterns/index.ts';
import { comparedVariants } from '../patterns/pattern.ts';
import type {
  Curve,
  CurvePlan,
  CurvePoint,
  CurveSample,
  CurveSeries,
  PatternResult,
  RunHeader,
  Summary,
  WhyMissing,
} from '../results/schema.ts';
import { countingSamples } from '../stats/block-values.ts';
import { breakEven } from '../stats/break-even.ts';
import { LEVEL, logRatioInterval } from '../stats/interval.ts';

/** The results with the curves of every sweep of which something was measured. */
export function withCurves(results: Summary, samples: readonly CurveSample[]): Summary {
  const { curves: plan } = results.run;
  if (plan === undefined || samples.length === 0) return results;
  const counting = countingSamples(samples);
  return {
    ...results,
    curve_trials: counting.length,
    patterns: results.patterns.map((result) => {
      const curves = sweeps
        .filter(({ pattern }) => pattern === result.pattern)
        .flatMap((sweep) => curvesOf(sweep, plan, results.run, result, counting));
      return curves.length === 0 ? result : { ...result, curves };
    }),
  };
}

function curvesOf(
  sweep: Sweep,
  plan: CurvePlan,
  run: RunHeader,
  result: PatternResult,
  samples: readonly CurveSample[],
): Curve[] {
  const sizes = run.sizes;
  const ofSweep = samples.filter((sample) => sample.sweep === sweep.id);
  if (ofSweep.length === 0) return [];
  return sweep.curves.map((curve) => ({
    id: curve.id,
    title: curve.title,
    x: sweep.x,
    gain: curve.gain,
    how: sweep.how(sizes),
    landmarks: sweep.landmarks?.(plan) ?? [],
    series: run.stacks.flatMap((stack) =>
      comparedVariants(patterns[sweep.pattern])
        .slice(1)
        .map((variant): CurveSeries => {
          const swept = sweptPoints(
            curve,
            variant,
            ofSweep.filter((sample) => sample.stack === stack),
          );
          const gain = result.stacks[stack]?.gains.find(
            (each) => each.metric === curve.metric && each.variant === variant,
          );
          const own: CurvePoint[] = gain
            ? [
                {
                  x: sweep.ownPoint(sizes),
                  source: 'blocks',
                  gain: gain.estimate,
                  ...(gain.why_missing === undefined ? {} : { why_missing: gain.why_missing }),
                },
              ]
            : [];
          const points = [...swept, ...own].sort((one, other) => one.x - other.x);
          return { stack, variant, points, ...breakEven(points) };
        }),
    ),
  }));
}

/** Per size the ratio of before to the variant, paired by round. */
function sweptPoints({ metric }: SweptCurve, variant: string, samples: readonly CurveSample[]): CurvePoint[] {
  return [...Map.groupBy(samples, ({ x }) => x)].map(([x, ofPoint]): CurvePoint => {
    const metricOf = (name: string, round: number) =>
      ofPoint.find((sample) => sample.variant === name && sample.round === round)?.metrics[metric];
    const rounds = [...new Set(ofPoint.map(({ round }) => round))].sort((one, other) => one - other);
    const pairs = rounds.flatMap((round) => {
      const [before, after] = [metricOf('before', round), metricOf(variant, round)];
      return before !== undefined && after !== undefined ? [{ before, after }] : [];
    });
    if (pairs.length === 0) return { x, source: 'curve', gain: null, why_missing: whyMissing(variant, ofPoint) };
    const gain = logRatioInterval(
      pairs.map(({ before }) => before),
      pairs.map(({ after }) => after),
      LEVEL,
    );
    return { x, source: 'curve', gain };
  });
}

function whyMissing(variant: string, samples: readonly CurveSample[]): WhyMissing {
  const failed = samples.find((sample) => sample.failure && ['before', variant].includes(sample.variant));
  if (failed?.failure === undefined) return { code: 'not-measured' };
  return { code: 'failed', variant: failed.variant, title: failed.failure.title };
}
