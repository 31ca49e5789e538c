/** From raw samples to results: block values, estimates, gains, limits. Pure. */
import { patterns } from '../patterns/index.ts';
import type { Pattern } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import {
  BEST,
  type Cell,
  type Estimate,
  type Gain,
  type Limit,
  type Metric,
  type PatternResult,
  type RunHeader,
  type Sample,
  type Sizes,
  type StackName,
  type StackResult,
  type Summary,
  type WhyMissing,
} from '../results/schema.ts';
import { type BlockValues, blockValues, countingSamples, isValid } from '../stats/block-values.ts';
import {
  differenceInterval,
  LEVEL,
  logMeanInterval,
  logRatioInterval,
  meanEstimate,
  ratioOfGains,
} from '../stats/interval.ts';
import { median } from '../stats/quantiles.ts';
import { bottleneckOf } from './bottleneck.ts';
import { summarizeControls } from './controls.ts';
import { countedCellsOf } from './counted-cells.ts';
import { distributionsOf } from './distributions.ts';
import { inspectionOf } from './inspection-of.ts';
import { failureOf, markMovedControls, summarizeValidity } from './run-validity.ts';

export function summarize(
  run: RunHeader,
  samples: Sample[],
  { finished_at, status, status_reason }: Pick<Summary, 'finished_at' | 'status' | 'status_reason'>,
): Summary {
  const controls = summarizeControls(countingSamples(samples));
  const marked = profiles[run.profile].onBusyMachine === 'shown' ? samples : markMovedControls(samples, controls);
  const counting = countingSamples(marked);
  const results = run.patterns.map((name) =>
    summarizePattern(
      run,
      patterns[name],
      // A control is the same cell in the same process: its trials say of the cell what the others do.
      counting.filter(({ pattern }) => pattern === name),
    ),
  );
  return {
    schema: 'duet-results',
    status,
    status_reason,
    finished_at,
    trials: counting.length,
    run,
    patterns: results,
    controls,
    validity: summarizeValidity(marked, results),
  };
}

function summarizePattern(run: RunHeader, pattern: Pattern, samples: Sample[]): PatternResult {
  const sizes = run.sizes;
  const stacks = Object.fromEntries(
    run.stacks.map((stack) => [stack, summarizeStack(run, pattern, stack, ofStack(samples, stack))]),
  );
  return {
    pattern: pattern.name,
    title: pattern.title,
    workload: pattern.workload(sizes),
    headline: (pattern.metrics[0] as Metric).id,
    metrics: pattern.metrics,
    claims: pattern.claims,
    stacks,
    ratios_of_gains: compareGains(pattern, samples),
  };
}

function summarizeStack(run: RunHeader, pattern: Pattern, stack: StackName, samples: Sample[]): StackResult {
  const variants = variantsIn(run, pattern, stack, samples);
  return {
    cells: variants.map((variant) => ({
      ...summarizeCell(pattern, variant, ofVariant(samples, variant)),
      ...inspectionOf(run, { pattern: pattern.name, stack, variant }),
    })),
    gains: pattern.gains.flatMap(({ metric, kind }) =>
      variants.slice(1).map((variant) => gainOf(pattern, metric, kind, variant, samples)),
    ),
    ...countedCellsOf(run, pattern, stack),
    limits: limitsOf(pattern, run.sizes, samples),
    code: run.code[pattern.name]?.[stack] ?? [],
  };
}

/** Without the best way where the run is of before there was one. */
function variantsIn(run: RunHeader, { name, variants }: Pattern, stack: StackName, samples: Sample[]): string[] {
  const known = [...(run.code[name]?.[stack] ?? []), ...samples].some(({ variant }) => variant === BEST);
  return variants.filter((variant) => variant !== BEST || known);
}

function summarizeCell(pattern: Pattern, variant: string, samples: Sample[]): Cell {
  const failure = failureOf(samples);
  const invalid = samples.filter((sample) => !isValid(sample)).length;
  const metrics = Object.fromEntries(
    pattern.metrics.flatMap((metric) => {
      const values = [...blockValues(samples, metric.id).values()];
      return values.length === 0 ? [] : [[metric.id, estimateOf(metric, values)]];
    }),
  );
  const measured = Object.keys(metrics).length > 0;
  const status = measured ? 'measured' : failure ? 'failed' : 'missing';
  const distributions = distributionsOf(samples);
  const bottleneck = bottleneckOf(samples.filter(isValid));
  return {
    variant,
    status,
    ...(failure ? { failure } : {}),
    metrics,
    ...(distributions.length > 0 ? { distributions } : {}),
    ...(bottleneck ? { bottleneck } : {}),
    ...(invalid > 0 ? { invalid_trials: invalid } : {}),
  };
}

/**
 * Times, memory and rates are averaged as logarithms, so that `before` divided by `after` is the gain;
 * counts and fractions, which may be zero, plainly.
 */
function estimateOf(metric: Metric, values: number[]): Estimate {
  const plain = metric.unit === 'count' || metric.unit === 'fraction' || values.some((value) => value <= 0);
  return plain ? meanEstimate(values, LEVEL) : logMeanInterval(values, LEVEL);
}

function gainOf(pattern: Pattern, metric: string, kind: Gain['kind'], variant: string, samples: Sample[]): Gain {
  const sides = ['before', variant].map((name) => blockValues(ofVariant(samples, name), metric)) as Sides;
  const blocks = commonBlocks(sides);
  if (blocks.length === 0) return { metric, variant, kind, estimate: null, why_missing: whyMissing(variant, samples) };
  const [before, after] = sides.map((side) => blocks.map((block) => side.get(block) as number)) as [number[], number[]];
  return { metric, variant, kind, estimate: estimateGain(pattern, metric, kind, before, after) };
}

type Sides = [BlockValues, BlockValues];

function estimateGain(
  pattern: Pattern,
  metric: string,
  kind: Gain['kind'],
  before: number[],
  after: number[],
): Estimate {
  if (kind === 'difference') return differenceInterval(before, after, LEVEL);
  const better = pattern.metrics.find(({ id }) => id === metric)?.better;
  return better === 'higher' ? logRatioInterval(after, before, LEVEL) : logRatioInterval(before, after, LEVEL);
}

function whyMissing(variant: string, samples: Sample[]): WhyMissing {
  for (const name of ['before', variant]) {
    const failure = failureOf(ofVariant(samples, name));
    if (failure !== undefined) return { code: 'failed', variant: name, title: failure.title };
  }
  return { code: 'not-measured' };
}

/** Node's gain over Python's for every gain that is a ratio and that both stacks have. */
function compareGains(pattern: Pattern, samples: Sample[]): PatternResult['ratios_of_gains'] {
  return pattern.gains
    .filter(({ kind }) => kind === 'ratio')
    .flatMap(({ metric }) =>
      pattern.variants.slice(1).flatMap((variant) => {
        const [node, python] = (['node', 'python'] as const).map((stack) => {
          const ours = ofStack(samples, stack);
          const sides = ['before', variant].map((name) => blockValues(ofVariant(ours, name), metric)) as Sides;
          return new Map(
            commonBlocks(sides).map((block) => {
              const [before, after] = sides.map((side) => [side.get(block) as number]) as [number[], number[]];
              return [block, estimateGain(pattern, metric, 'ratio', before, after).value];
            }),
          );
        }) as Sides;
        const blocks = commonBlocks([node, python]);
        if (blocks.length === 0) return [];
        const of = (side: BlockValues) => blocks.map((block) => side.get(block) as number);
        return [{ metric, variant, estimate: ratioOfGains(of(node), of(python), LEVEL) }];
      }),
    );
}

function commonBlocks([one, other]: Sides): number[] {
  return [...one.keys()].filter((block) => other.has(block)).sort((a, b) => a - b);
}

/** The limits of all variants, then those of the variants that have their own. */
function limitsOf({ limits, ownLimits = {} }: Pattern, sizes: Sizes, samples: Sample[]): Limit[] {
  const hasOwn = (variant: string, metric: string) => ownLimits[variant]?.[metric] !== undefined;
  const limitOf = (metric: string, of: Sample[]): { value: number } | undefined => {
    const values = of.filter(isValid).flatMap((sample) => sample.limits[metric] ?? []);
    return values.length === 0 ? undefined : { value: median(values) };
  };
  const shared = Object.entries(limits).flatMap(([metric, how]): Limit[] => {
    const limit = limitOf(
      metric,
      samples.filter(({ variant }) => !hasOwn(variant, metric)),
    );
    return limit === undefined ? [] : [{ metric, ...limit, how: how(sizes) }];
  });
  const own = Object.entries(ownLimits).flatMap(([variant, ofVariants]) =>
    Object.entries(ofVariants).flatMap(([metric, how]): Limit[] => {
      const limit = limitOf(metric, ofVariant(samples, variant));
      return limit === undefined ? [] : [{ metric, variant, ...limit, how: how(sizes) }];
    }),
  );
  return [...shared, ...own];
}

const ofStack = (samples: Sample[], name: StackName) => samples.filter(({ stack }) => stack === name);
const ofVariant = (samples: Sample[], name: string) => samples.filter(({ variant }) => variant === name);
