/**
 * A made-up but plausible Results: every pattern, stack and variant. It is a test fixture, not a measurement.
 * pages/ holds what these functions return; a test compares the two.
 */
import { judged } from '../../compare/judge.ts';
import type {
  Control,
  Estimate,
  Metric,
  PatternName,
  PatternResult,
  Results,
  StackName,
} from '../../results/schema.ts';
import { STACKS } from '../../results/schema.ts';
import { logMeanInterval, meanEstimate } from '../../stats/interval.ts';
import { sampleVariance } from '../../stats/variance.ts';
import { withBest } from './golden-best.ts';
import { goldenExtras } from './golden-cells.ts';
import { goldenCounted } from './golden-counted.ts';
import { goldenCurves } from './golden-curves.ts';
import { goldenPatterns, type PatternSpec } from './golden-patterns.ts';
import { goldenRun } from './golden-run.ts';
import { goldenTimeline } from './golden-timelines.ts';

/** What sets another run apart: how its blocks stray, and by what factor the value of a cell is another one. */
interface Otherwise {
  seed: string;
  factor: (pattern: PatternName, stack: StackName, variant: string) => number;
}

const AS_IT_IS: Otherwise = { seed: '', factor: () => 1 };

/** The complete run of the quick profile. Nothing in it is shared: a test may change its own. */
export function golden(blocks = 3, otherwise = AS_IT_IS): Results {
  return goldenOf(goldenPatterns, blocks, otherwise);
}

/** The same with the best way of three patterns, one of which has a limit of its own. */
export function goldenBest(): Results {
  return goldenOf(goldenPatterns.map(withBest), 3, AS_IT_IS);
}

function goldenOf(specs: readonly PatternSpec[], blocks: number, otherwise: Otherwise): Results {
  const patterns = structuredClone(specs.map((spec) => patternOf(spec, blocks, otherwise)));
  return judged({
    schema: 'duet-results',
    status: 'complete',
    status_reason: null,
    finished_at: '2026-01-14T09:32:12.000Z',
    trials: 34 * blocks,
    run: { ...goldenRun(patterns), blocks, planned_trials: 34 * blocks },
    patterns,
    spent: { measuring_ms: 110_400, timelines_ms: 6_600, other_ms: 15_000 },
    controls: CONTROLLED.flatMap(([pattern, metric]) => STACKS.map((stack) => control(pattern, metric, stack, blocks))),
    validity: {
      trials: 34 * blocks,
      repeated: 2,
      invalid: 1,
      trustworthy: true,
      reasons: [
        {
          rule: 'foreign-cpu',
          trials: 3,
          example: {
            cell: 'parallel/python/after',
            invalidity: { rule: 'foreign-cpu', cpu_share: 0.31, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 },
          },
        },
      ],
    },
  });
}

/** As runs were before they traced anything. */
export const untraced = ({ spent: _spent, ...results }: Results): Results => ({
  ...results,
  patterns: results.patterns.map(({ timelines: _, ...pattern }) => pattern),
});

/** Eight blocks and curves, and nothing traced: Hodges-Lehmann stands beside every gain, and one of them drifts. */
export function goldenStandard(): Results {
  const results = untraced(golden(8));
  const curves = { rounds: 3, stride: 1, planned_trials: 168, pool_connections: 30 };
  return {
    ...results,
    run: { ...results.run, id: 'golden-standard', profile: 'standard', curves },
    patterns: results.patterns.map((pattern) => {
      const ofPattern = structuredClone(goldenCurves[pattern.pattern]);
      return ofPattern ? { ...pattern, curves: ofPattern } : pattern;
    }),
  };
}

/** Interrupted: one block of two patterns, and the second of them has only Node's `before`. */
export function goldenPartial(): Results {
  const whole = golden(1);
  const [parallel, streaming] = whole.patterns as [PatternResult, PatternResult];
  const node = streaming.stacks.node;
  if (node === undefined) throw new Error('the golden streaming pattern lost its Node half');
  const cells = node.cells.map((cell) =>
    cell.variant === 'before' ? cell : { variant: cell.variant, status: 'missing' as const, metrics: {} },
  );
  const gains = node.gains.map((gain) => ({ ...gain, estimate: null, why_missing: { code: 'not-measured' as const } }));
  const { validity: _, spent: __, ...rest } = whole;
  return judged({
    ...rest,
    status: 'partial',
    status_reason: 'Interrupted by SIGINT in block 1',
    finished_at: '2026-01-14T09:30:41.000Z',
    trials: 9,
    run: { ...whole.run, id: 'golden-partial', blocks: 3, planned_trials: 102 },
    patterns: [parallel, { ...streaming, stacks: { node: { ...node, cells, gains } }, ratios_of_gains: [] }],
  });
}

/** Eight blocks after an upgrade of Node, which makes one variant of one pattern slower there. */
export function goldenUpgraded(): Results {
  const factor: Otherwise['factor'] = (pattern, stack, variant) =>
    pattern === 'batching' && stack === 'node' && variant === 'after' ? 1.12 : 1;
  const results = golden(8, { seed: 'upgraded/', factor });
  const { environment } = results.run;
  return {
    ...results,
    run: {
      ...results.run,
      id: 'golden-upgraded',
      environment: { ...environment, runtimes: { ...environment.runtimes, node: 'Node.js 26.1.0' } },
    },
  };
}

/** The expected failure of the original sizes: Node cannot hold 1 GB in one string, so there is no gain to compute. */
export function goldenFailure(
  detail = 'The file holds 1,000,000,000 bytes; a string holds at most 536,870,888 units.',
): Results {
  const results = golden();
  const streaming = results.patterns.find((pattern) => pattern.pattern === 'streaming');
  const node = streaming?.stacks.node;
  const before = node?.cells.find((cell) => cell.variant === 'before');
  if (!streaming || !node || !before) throw new Error('the golden run lost its streaming pattern');
  before.status = 'failed';
  before.metrics = {};
  delete before.inspection;
  before.failure = {
    status: 507,
    type: 'urn:duet:problem:string-too-long',
    title: 'The file does not fit into one string',
    detail,
  };
  const { title } = before.failure;
  for (const gain of node.gains)
    Object.assign(gain, { estimate: null, why_missing: { code: 'failed', variant: 'before', title } });
  streaming.ratios_of_gains = [];
  const timeline = streaming.timelines?.find((one) => one.stack === 'node' && one.variant === 'before');
  if (timeline !== undefined) {
    delete timeline.facts;
    timeline.failure = before.failure;
  }
  return judged({ ...results, run: { ...results.run, id: 'golden-failure' } });
}

function patternOf(spec: PatternSpec, blocks: number, { seed, factor }: Otherwise): PatternResult {
  const { metrics, claims, code, values, limits, ungained = [], ...rest } = spec;
  const stacks: PatternResult['stacks'] = {};
  for (const stack of STACKS) {
    const variants = Object.keys(values[stack]);
    const cells = variants.map((variant) => ({
      ...goldenExtras[spec.pattern](stack, variant, values[stack][variant] ?? [], blocks),
      variant,
      status: 'measured' as const,
      metrics: Object.fromEntries(
        metrics.map((metric, index) => [
          metric.id,
          estimate(
            blockValues(
              { name: `${spec.pattern}/${stack}/${variant}/${metric.id}`, seed },
              metric,
              (values[stack][variant]?.[index] ?? 0) *
                (metric.unit === 'ms' ? factor(spec.pattern, stack, variant) : 1),
              blocks,
            ),
            metric.unit === 'count' || metric.unit === 'fraction' ? 'mean' : 'log',
          ),
        ]),
      ),
    }));
    const gained = metrics.filter((metric) => !ungained.includes(metric.id));
    const gains = gained.flatMap((metric) =>
      variants.slice(1).map((variant) => ({
        metric: metric.id,
        variant,
        kind: metric.unit === 'fraction' ? ('difference' as const) : ('ratio' as const),
        estimate: gainOf(
          metric,
          cells[0]?.metrics[metric.id]?.blocks ?? [],
          cells.find((cell) => cell.variant === variant)?.metrics[metric.id]?.blocks ?? [],
        ),
      })),
    );
    const counted = goldenCounted[spec.pattern]?.[stack];
    stacks[stack] = { cells, gains, ...(counted ? { counted } : {}), limits: limits[stack], code: code[stack] };
  }
  const timelines = STACKS.flatMap((stack) =>
    Object.entries(values[stack]).map(([variant, [headline = 0]]) =>
      goldenTimeline(spec.pattern, stack, variant, headline),
    ),
  );
  return { ...rest, metrics, claims, stacks, ratios_of_gains: ratios(stacks), timelines };
}

function gainOf(metric: Metric, before: number[], after: number[]): Estimate {
  const perBlock = before.map((value, block) => {
    const other = after[block] ?? Number.NaN;
    if (metric.unit === 'fraction') return other - value;
    return metric.better === 'lower' ? value / other : other / value;
  });
  return estimate(perBlock, metric.unit === 'fraction' ? 'mean' : 'log');
}

function ratios(stacks: PatternResult['stacks']): PatternResult['ratios_of_gains'] {
  return (stacks.node?.gains ?? [])
    .filter((gain) => gain.kind === 'ratio')
    .map(({ metric, variant, estimate: node }) => {
      const python = stacks.python?.gains.find((gain) => gain.metric === metric && gain.variant === variant)?.estimate;
      const blocks = (node?.blocks ?? []).map((value, block) => value / (python?.blocks[block] ?? Number.NaN));
      return { metric, variant, estimate: estimate(blocks, 'log') };
    });
}

/** In twelve digits, so that the fixture does not depend on the last bits of a processor. */
function estimate(blocks: number[], scale: 'mean' | 'log'): Estimate {
  const found = scale === 'log' ? logMeanInterval(blocks, 0.95) : meanEstimate(blocks, 0.95);
  const rounded = JSON.stringify(found, (key, value) =>
    typeof value === 'number' && key !== 'level' ? Number(value.toPrecision(12)) : value,
  );
  return JSON.parse(rounded);
}

/** Cells that were measured against themselves, by metric. */
const CONTROLLED: [PatternName, string][] = [
  ['batching', 'time'],
  ['pooling', 'latency'],
  ['pooling', 'capacity'],
];

/** A cell against itself, as noisy as any other. */
function control(pattern: PatternName, metric: string, stack: StackName, blocks: number): Control {
  const ratios = Array.from(
    { length: blocks },
    (_, block) => 1 + 0.02 * noise(`control/${pattern}/${metric}/${stack}/${block}`),
  );
  const variance = blocks < 2 ? null : sampleVariance(ratios.map(Math.log));
  return {
    pattern,
    stack,
    variant: 'after',
    metric,
    ratio: estimate(ratios, 'log'),
    sd_per_block: variance === null ? null : Number(Math.sqrt(variance).toPrecision(12)),
    moved: false,
  };
}

/** Each block strays from the cell's value by up to ±2 %, in a way fixed by the cell's name; counts do not stray, and one cell drifts. */
function blockValues(
  { name, seed }: { name: string; seed: string },
  metric: Metric,
  value: number,
  blocks: number,
): number[] {
  if (metric.kind === 'count') return Array<number>(blocks).fill(value);
  return Array.from({ length: blocks }, (_, block) => {
    const drift = name === 'streaming/python/before/time' ? 0.02 * block : 0;
    const strayed = value * (1 + drift + 0.02 * noise(`${seed}${name}/${block}`));
    return Number((metric.unit === 'fraction' ? Math.min(1, strayed) : strayed).toPrecision(6));
  });
}

/** A number in [-1, 1) from a text (FNV-1a). */
export function noise(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d) >>> 0;
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 31 - 1;
}
