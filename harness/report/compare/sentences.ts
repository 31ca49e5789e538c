/**
 * What the numbers say, in two sentences made from the numbers. The first compares each stack with its claim, the
 * second with the physical limit and with the other stack. Names of variants stand in backticks.
 */

import * as lookup from '../../results/lookup.ts';
import type { Failure, Metric, PatternResult, StackName, Verdicts } from '../../results/schema.ts';
import {
  capital,
  counted,
  inert,
  listed,
  quantity,
  STACK_TITLES,
  statedQuantity,
  statedTimes,
  times,
} from '../kit/format.ts';
import { wholeShare } from '../kit/percent.ts';
import { invalidityText, whyMissingText } from '../kit/validity.ts';
import { gainTexts, noiseOf, type Pair, pairsOf } from './pair.ts';
import type { RunContext } from './run-context.ts';
import { RATIO_CLAUSES, VERDICT_TITLES } from './verdict-titles.ts';

export function sentences(pattern: PatternResult, context: RunContext): [string, string] {
  const { stacks, verdicts } = context;
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined || stacks.length === 0) return ['Nothing was measured.', 'So there is nothing to compare.'];
  const [variant, ...others] = lookup.improvedVariants(pattern);
  const of = (each: Metric, name: string) => pairsOf(pattern, each, name, context);
  const pairs = of(metric, variant);
  const elsewhere = lookup.summaryMetrics(pattern).find((each) => each.id !== metric.id);
  const second = [
    elsewhere === undefined ? null : claimElsewhereClause(elsewhere, of(elsewhere, variant)),
    ...others.map((other) => otherVariantClause(other, of(metric, other))),
    limitClause(variant, pairs),
    others.includes(lookup.BEST) ? limitClause(lookup.BEST, of(metric, lookup.BEST)) : null,
    stacks.length < 2 ? null : ratioClause(pattern, metric, variant, verdicts),
  ].filter((clause) => clause !== null);
  if (second.length === 0) second.push('there is neither a limit nor a second stack to compare with');
  return [sentence(pairs.map(stackClause)), sentence(second)];
}

/** A failure in one line: "507 String too long: a string holds at most …". */
export function failureText(failure: Failure): string {
  const status = failure.status === 0 ? '' : `${failure.status} `;
  const detail = failure.invalid ? invalidityText(failure.invalid) : failure.detail;
  return inert(`${status}${failure.title} (${failure.type}): ${detail}`).replace(/\.$/, '');
}

/** The claims of the original document, in its own words. */
export function claimTexts(pattern: PatternResult): string[] {
  return pattern.claims.map((claim) => inert(`Claimed: ${claim.text}`));
}

/** What each limit is, once when the stacks share it. */
export function limitTexts(pattern: PatternResult, stacks: readonly StackName[]): string[] {
  const texts = stacks.flatMap((stack) =>
    (pattern.stacks[stack]?.limits ?? []).map(({ metric, variant, how }) => {
      const title = pattern.metrics.find((each) => each.id === metric)?.title ?? metric;
      const of = variant === undefined ? title : `${title} in ${variant}`;
      return inert(`Physical limit of ${of}: ${how}`);
    }),
  );
  return [...new Set(texts)];
}

function stackClause(pair: Pair): string {
  const { metric, stack, variant, before, after, gain, judged } = pair;
  if (!gain?.estimate || !before || !after) return missingClause(pair);
  const name = STACK_TITLES[stack];
  const measured = gainInWords(pair).join(', ');
  if (judged.effect === 'none-shown') {
    return `in ${name} no difference in ${inert(metric.title)} was shown (${measured})`;
  }
  const direction = after.value < before.value ? 'lowers' : 'raises';
  const values = `from ${quantity(before.value, metric.unit)} to ${quantity(after.value, metric.unit)}`;
  const worse = judged.verdict === 'got-worse' ? ', for the worse' : '';
  return `in ${name} \`${inert(variant)}\` ${direction} ${inert(metric.title)} ${values}${worse} (${measured})${claimText(pair)}${noiseCaveat(pair)}`;
}

function noiseCaveat(pair: Pair): string {
  return pair.judged.noise?.within ? `, but within the noise of ${noiseOf(pair)}` : '';
}

function missingClause({ pattern, metric, stack, variant, gain, after }: Pair): string {
  const name = STACK_TITLES[stack];
  const failures = [lookup.BASELINE, variant].flatMap((each) => {
    const cell = lookup.cellOf(pattern, stack, each);
    if (cell?.status !== 'failed') return [];
    return [`\`${inert(cell.variant)}\` failed${cell.failure ? ` with ${failureText(cell.failure)}` : ''}`];
  });
  const remaining = after
    ? `, while \`${inert(variant)}\` reaches a ${inert(metric.title)} of ${quantity(after.value, metric.unit)}`
    : '';
  if (failures.length > 0) return `in ${name} ${listed(failures)}, so there is no gain to compute${remaining}`;
  if (pattern.stacks[stack] === undefined) return `${name} was not measured`;
  return `in ${name} there is no gain to compute (${inert((gain && whyMissingText(gain)) ?? 'a side was not measured')})${remaining}`;
}

function claimText({ judged: { verdict }, claim }: Pair): string {
  if (!lookup.promises(claim)) return '';
  const stated = `the claimed ${statedTimes(claim.gain)}`;
  if (verdict === 'claim-held') return `, which confirms ${stated}`;
  if (verdict === 'claim-exceeded') return `, more than ${stated}`;
  if (verdict === 'claim-not-reached') return `, less than ${stated}`;
  return `, against ${stated}`;
}

/** Where the original document claims something about another metric than the headline. */
function claimElsewhereClause({ title, unit }: Metric, pairs: readonly Pair[]): string | null {
  const claim = pairs[0]?.claim;
  if (!claim) return null;
  const measured = pairs.flatMap(({ stack, before, after, judged }) => {
    if (!before || !after) return [];
    const values = `${quantity(before.value, unit)} to ${quantity(after.value, unit)}`;
    return [`${STACK_TITLES[stack]} goes from ${values} (${VERDICT_TITLES[judged.verdict]})`];
  });
  const side = (value: number | null) => (value === null ? 'nothing' : statedQuantity(value, unit));
  const found = measured.length > 0 ? listed(measured) : 'not measured';
  return `claimed for ${inert(title)} are ${side(claim.before)} before and ${side(claim.after)} after: ${found}`;
}

function otherVariantClause(variant: string, pairs: readonly Pair[]): string | null {
  const gains = pairs.flatMap((pair) => {
    const [gain] = gainTexts(pair) ?? [];
    return gain === undefined ? [] : [`${gain} in ${STACK_TITLES[pair.stack]}`];
  });
  return gains.length > 0 ? `\`${inert(variant)}\` gains ${listed(gains)}` : null;
}

function limitClause(variant: string, pairs: readonly Pair[]): string | null {
  const distances = pairs.flatMap(({ stack, judged: { limit } }) => {
    if (limit === undefined || limit.distance === null) return [];
    const past = limit.binds ? '' : ' (past it, so it is no bound here)';
    return [`${times(limit.distance)} its limit in ${STACK_TITLES[stack]}${past}`];
  });
  return distances.length > 0 ? `\`${inert(variant)}\` comes to ${listed(distances)}` : null;
}

function ratioClause(pattern: PatternResult, metric: Metric, variant: string, verdicts: Verdicts): string {
  const estimate = lookup.ratioOfGains(pattern, variant, metric.id);
  const judged = lookup.ratioVerdictOf(verdicts, { pattern: pattern.pattern, variant, metric: metric.id });
  if (estimate === undefined || judged === undefined) {
    return 'the gains of the two stacks cannot be compared, for one is missing';
  }
  const [ratio, interval] = gainInWords({ metric, gain: { metric: metric.id, variant, kind: 'ratio', estimate } });
  return `Node’s gain is ${ratio} Python’s (${interval}): ${RATIO_CLAUSES[judged.effect]}`;
}

/** "2.47×" and "95 % interval 2.44–2.50". */
function gainInWords(pair: Pick<Pair, 'metric' | 'gain'>): string[] {
  const { level = 0, n = 0 } = pair.gain?.estimate ?? {};
  const [gain = '', interval = null] = gainTexts(pair) ?? [];
  if (interval !== null) return [gain, `${wholeShare(level)} interval ${interval}`];
  return [gain, `no interval from ${counted(n, 'block')}`];
}

function sentence(clauses: readonly string[]): string {
  const text = capital(clauses.join('; '));
  return text.endsWith('.') ? text : `${text}.`;
}
