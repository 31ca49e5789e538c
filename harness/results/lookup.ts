/** Finding the parts of a pattern's result. Any of them may be absent, for a partial run is reported too. */
import {
  BASELINE,
  BEST,
  type Cell,
  type Claim,
  type Estimate,
  type Gain,
  type GainVerdict,
  type Limit,
  type Metric,
  type PatternResult,
  type RatioVerdict,
  STACKS,
  type StackName,
  type Verdicts,
} from './schema.ts';

export { BASELINE, BEST };

/** The variants of a pattern other than the baseline, in the order of the cells; the first is the headline. */
export function improvedVariants(pattern: PatternResult): [string, ...string[]] {
  const names = new Set<string>();
  for (const stack of STACKS) for (const cell of pattern.stacks[stack]?.cells ?? []) names.add(cell.variant);
  names.delete(BASELINE);
  const [first = 'after', ...rest] = names;
  return [first, ...rest];
}

export function cellOf(pattern: PatternResult, stack: StackName, variant: string): Cell | undefined {
  return pattern.stacks[stack]?.cells.find((cell) => cell.variant === variant);
}

/** The estimate of a measured cell. */
export function estimateOf(
  pattern: PatternResult,
  stack: StackName,
  variant: string,
  metric: string,
): Estimate | undefined {
  const cell = cellOf(pattern, stack, variant);
  return cell?.status === 'measured' ? cell.metrics[metric] : undefined;
}

export function gainOf(pattern: PatternResult, stack: StackName, variant: string, metric: string): Gain | undefined {
  return pattern.stacks[stack]?.gains.find((gain) => gain.metric === metric && gain.variant === variant);
}

/** The limit of a variant: its own, or that of all. */
export function limitOf(pattern: PatternResult, stack: StackName, metric: string, variant?: string): Limit | undefined {
  const limits = pattern.stacks[stack]?.limits.filter((limit) => limit.metric === metric) ?? [];
  const own = limits.find((limit) => limit.variant !== undefined && limit.variant === variant);
  return own ?? limits.find((limit) => limit.variant === undefined);
}

export function claimOf(pattern: PatternResult, metric: string): Claim | undefined {
  return pattern.claims.find((claim) => claim.metric === metric);
}

/** Node's gain over Python's. */
export function ratioOfGains(pattern: PatternResult, variant: string, metric: string): Estimate | undefined {
  return pattern.ratios_of_gains.find((ratio) => ratio.metric === metric && ratio.variant === variant)?.estimate;
}

/** The verdict on one gain; "not-judged" where the run judged nothing of it. */
export function verdictOf(
  { gains }: Pick<Verdicts, 'gains'>,
  place: Pick<GainVerdict, 'pattern' | 'stack' | 'variant' | 'metric'>,
): GainVerdict {
  const found = gains.find(
    ({ pattern, stack, variant, metric }) =>
      pattern === place.pattern && stack === place.stack && variant === place.variant && metric === place.metric,
  );
  return found ?? { ...place, verdict: 'not-judged', effect: null, warnings: [], trusted: true, distrust: [] };
}

/** The verdict on Node's gain over Python's; undefined where the run has no such ratio. */
export function ratioVerdictOf(
  { ratios }: Verdicts,
  place: Pick<RatioVerdict, 'pattern' | 'variant' | 'metric'>,
): RatioVerdict | undefined {
  return ratios.find(
    ({ pattern, variant, metric }) => pattern === place.pattern && variant === place.variant && metric === place.metric,
  );
}

/** The metric of the summary row. */
export function headlineMetric(pattern: PatternResult): Metric | undefined {
  return pattern.metrics.find((metric) => metric.id === pattern.headline) ?? pattern.metrics[0];
}

/** The metrics of the summary: the headline and, when the original document promises something else, what it promises. */
export function summaryMetrics(pattern: PatternResult): Metric[] {
  const headline = headlineMetric(pattern);
  if (headline === undefined) return [];
  if (promises(claimOf(pattern, headline.id))) return [headline];
  const promised = pattern.metrics.find((metric) => promises(claimOf(pattern, metric.id)));
  return promised ? [headline, promised] : [headline];
}

/** The metric that the original document promises something of: the headline if it can be; undefined without a promise. */
export function promisedMetric(pattern: PatternResult): Metric | undefined {
  return summaryMetrics(pattern).find(({ id }) => promises(claimOf(pattern, id)));
}

/** A claim without an `after` describes only what is wrong before; its missing gain is not infinity. */
export function promises(claim: Claim | undefined): claim is Claim {
  return claim !== undefined && (claim.gain !== null || claim.after !== null);
}

/** Whether a count was the same in every block. */
export function isExact({ low, high }: Pick<Estimate, 'low' | 'high'>, metric: Pick<Metric, 'kind'>): boolean {
  return metric.kind === 'count' && low !== null && low === high;
}
