/**
 * What the numbers say, in two sentences made from the numbers. The first compares each stack with its claim, the
 * second with the physical limit and with the other stack. Names of variants stand in backticks.
 */
import type { Cell, Claim, Estimate, Failure, Gain, Metric, PatternResult, StackName } from '../results/schema.ts';
import { effectOf, judge, type Verdict } from './claims.ts';
import {
  gainIntervalOf,
  gainText,
  listed,
  quantity,
  STACK_TITLES,
  statedQuantity,
  statedTimes,
  times,
} from './format.ts';
import * as lookup from './lookup.ts';
import { isNoisy, isWithin, noiseFloor, noiseText } from './noise.ts';
import type { RunContext } from './run-context.ts';

export function sentences(pattern: PatternResult, context: RunContext): [string, string] {
  const { stacks } = context;
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined || stacks.length === 0) return ['Nothing was measured.', 'So there is nothing to compare.'];
  const [variant, ...others] = lookup.improvedVariants(pattern);
  const first = stacks.map((stack) => stackClause(pattern, metric, stack, variant, context));
  const second = [
    claimElsewhereClause(pattern, metric, stacks, variant),
    ...others.map((other) => otherVariantClause(pattern, metric, stacks, other)),
    limitClause(pattern, metric, stacks, variant),
    ratioClause(pattern, metric, stacks, variant),
  ].filter((clause) => clause !== null);
  if (second.length === 0) second.push('there is neither a limit nor a second stack to compare with');
  return [sentence(first), sentence(second)];
}

/** A failure in one line: "507 String too long: a string holds at most …". */
export function failureText(failure: Failure): string {
  const status = failure.status === 0 ? '' : `${failure.status} `;
  return inert(`${status}${failure.title} (${failure.type}): ${failure.detail}`).replace(/\.$/, '');
}

/** The claims of the source, in its own words. */
export function claimTexts(pattern: PatternResult): string[] {
  return pattern.claims.map((claim) => inert(`Claimed: ${claim.text}`));
}

/** What each limit is, once when the stacks share it. */
export function limitTexts(pattern: PatternResult, stacks: readonly StackName[]): string[] {
  const texts = stacks.flatMap((stack) =>
    (pattern.stacks[stack]?.limits ?? []).map(({ metric, how }) => {
      const title = pattern.metrics.find((each) => each.id === metric)?.title ?? metric;
      return inert(`Physical limit of ${title}: ${how}`);
    }),
  );
  return [...new Set(texts)];
}

function stackClause(
  pattern: PatternResult,
  metric: Metric,
  stack: StackName,
  variant: string,
  context: RunContext,
): string {
  const name = STACK_TITLES[stack];
  const gain = lookup.gainOf(pattern, stack, variant, metric.id);
  const before = lookup.estimateOf(pattern, stack, lookup.BASELINE, metric.id);
  const after = lookup.estimateOf(pattern, stack, variant, metric.id);
  if (!gain?.estimate || !before || !after) return missingClause(pattern, metric, stack, variant, gain);

  const verdict = judge(metric, lookup.claimOf(pattern, metric.id), gain, after);
  const measured = `${gainText(gain.estimate.value, gain.kind, metric.unit)}, ${intervalText(gain, gain.estimate, metric)}`;
  if (effectOf(gain.estimate, gain.kind) === 'none shown') {
    return `in ${name} no difference in ${inert(metric.title)} was shown (${measured})`;
  }
  const direction = after.value < before.value ? 'lowers' : 'raises';
  const values = `from ${quantity(before.value, metric.unit)} to ${quantity(after.value, metric.unit)}`;
  const worse = verdict === 'got worse' ? ', for the worse' : '';
  const claim = claimText(verdict, lookup.claimOf(pattern, metric.id));
  return `in ${name} \`${inert(variant)}\` ${direction} ${inert(metric.title)} ${values}${worse} (${measured})${claim}${noiseCaveat(pattern, metric, gain, stack, context)}`;
}

function noiseCaveat(
  { pattern }: PatternResult,
  metric: Metric,
  { kind, estimate }: Gain,
  stack: StackName,
  { controls }: RunContext,
): string {
  const floor = isNoisy(metric, kind) ? noiseFloor(controls, { pattern, stack, metric: metric.id }) : undefined;
  if (!floor || !estimate || !isWithin(floor, estimate.value)) return '';
  return `, but within the noise of ${noiseText(floor)}`;
}

function missingClause(
  pattern: PatternResult,
  metric: Metric,
  stack: StackName,
  variant: string,
  gain: Gain | undefined,
): string {
  const name = STACK_TITLES[stack];
  const cells = [lookup.BASELINE, variant].map((each) => lookup.cellOf(pattern, stack, each));
  const failures = cells.filter((cell) => cell?.status === 'failed').map((cell) => cellFailure(cell as Cell));
  const after = lookup.estimateOf(pattern, stack, variant, metric.id);
  const remaining = after
    ? `, while \`${inert(variant)}\` reaches a ${inert(metric.title)} of ${quantity(after.value, metric.unit)}`
    : '';
  if (failures.length > 0) return `in ${name} ${listed(failures)}, so there is no gain to compute${remaining}`;
  if (pattern.stacks[stack] === undefined) return `${name} was not measured`;
  return `in ${name} there is no gain to compute (${inert(gain?.why_missing ?? 'a side was not measured')})${remaining}`;
}

function cellFailure(cell: Cell): string {
  const why = cell.failure ? ` with ${failureText(cell.failure)}` : '';
  return `\`${inert(cell.variant)}\` failed${why}`;
}

function claimText(verdict: Verdict, claim: Claim | undefined): string {
  if (!lookup.promises(claim)) return '';
  const stated = `the claimed ${statedTimes(claim.gain)}`;
  if (verdict === 'claim held') return `, which bears out ${stated}`;
  if (verdict === 'claim exceeded') return `, more than ${stated}`;
  if (verdict === 'claim not reached') return `, less than ${stated}`;
  return `, against ${stated}`;
}

/** Where the source claims something about another metric than the headline. */
function claimElsewhereClause(
  pattern: PatternResult,
  headline: Metric,
  stacks: readonly StackName[],
  variant: string,
): string | null {
  const metric = lookup.summaryMetrics(pattern).find((each) => each.id !== headline.id);
  const claim = metric && lookup.claimOf(pattern, metric.id);
  if (!metric || !claim) return null;
  const measured = stacks.flatMap((stack) => {
    const before = lookup.estimateOf(pattern, stack, lookup.BASELINE, metric.id);
    const after = lookup.estimateOf(pattern, stack, variant, metric.id);
    if (!before || !after) return [];
    const verdict = judge(metric, claim, lookup.gainOf(pattern, stack, variant, metric.id), after);
    const values = `${quantity(before.value, metric.unit)} to ${quantity(after.value, metric.unit)}`;
    return [`${STACK_TITLES[stack]} goes from ${values} (${verdict})`];
  });
  const side = (value: number | null) => (value === null ? 'nothing' : statedQuantity(value, metric.unit));
  const found = measured.length > 0 ? listed(measured) : 'not measured';
  return `claimed for ${inert(metric.title)} are ${side(claim.before)} before and ${side(claim.after)} after: ${found}`;
}

function otherVariantClause(
  pattern: PatternResult,
  metric: Metric,
  stacks: readonly StackName[],
  variant: string,
): string | null {
  const gains = stacks.flatMap((stack) => {
    const gain = lookup.gainOf(pattern, stack, variant, metric.id);
    return gain?.estimate ? [`${gainText(gain.estimate.value, gain.kind, metric.unit)} in ${STACK_TITLES[stack]}`] : [];
  });
  return gains.length > 0 ? `\`${inert(variant)}\` gains ${listed(gains)}` : null;
}

function limitClause(
  pattern: PatternResult,
  metric: Metric,
  stacks: readonly StackName[],
  variant: string,
): string | null {
  const distances = stacks.flatMap((stack) => {
    const after = lookup.estimateOf(pattern, stack, variant, metric.id);
    const limit = lookup.limitOf(pattern, stack, metric.id);
    if (!after || !limit || limit.value <= 0) return [];
    const distance = after.value / limit.value;
    const past = metric.better === 'lower' ? distance < 0.95 : distance > 1.05;
    return [
      `${times(distance)} its limit in ${STACK_TITLES[stack]}${past ? ' (past it, so it is no bound here)' : ''}`,
    ];
  });
  return distances.length > 0 ? `\`${inert(variant)}\` comes to ${listed(distances)}` : null;
}

function ratioClause(
  pattern: PatternResult,
  metric: Metric,
  stacks: readonly StackName[],
  variant: string,
): string | null {
  if (stacks.length < 2) return null;
  const ratio = lookup.ratioOfGains(pattern, variant, metric.id);
  if (ratio === undefined) return 'the gains of the two stacks cannot be compared, for one is missing';
  const gain: Gain = { metric: metric.id, variant, kind: 'ratio', estimate: ratio };
  const verdict = {
    better: 'Node gains more',
    worse: 'Python gains more',
    'none shown': 'no difference between the stacks was shown',
    'no interval': 'too few blocks to tell them apart',
  }[effectOf(ratio, 'ratio')];
  return `Node’s gain is ${times(ratio.value)} Python’s (${intervalText(gain, ratio, metric)}): ${verdict}`;
}

function intervalText(gain: Gain, estimate: Estimate, metric: Metric): string {
  const interval = gainIntervalOf(estimate, gain.kind, metric.unit);
  if (interval !== null) return `${Math.round(estimate.level * 100)} % interval ${interval}`;
  return `no interval from ${estimate.n} ${estimate.n === 1 ? 'block' : 'blocks'}`;
}

function sentence(clauses: readonly string[]): string {
  const text = clauses.join('; ');
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith('.') ? capital : `${capital}.`;
}

/** Data in prose keeps neither backticks (they mark code here) nor control characters. */
function inert(text: string): string {
  return text
    .replaceAll('`', '’')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
