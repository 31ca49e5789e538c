/** What the picture of the first screen shows: the gain of every pattern in each stack, on one axis. */
import * as lookup from '../../../results/lookup.ts';
import type { PatternName, PatternResult, StackName } from '../../../results/schema.ts';
import { STACK_TITLES, times } from '../../kit/format.ts';
import { gainNoun, patternName } from '../answer.ts';
import { statedClaim } from '../answer-table.ts';
import { pairOf } from '../pair.ts';
import type { RunContext } from '../run-context.ts';

/** One gain, as a ratio. */
export interface GainMark {
  pattern: PatternName;
  stack: StackName;
  value: number;
  low: number | null;
  high: number | null;
  label: string;
  /** The gain at the physical limit; null where it is not known or bounds nothing. */
  limit: number | null;
}

/** The heading of a pattern, and its claim. */
export interface Band {
  pattern: PatternName;
  name: string;
  noun: string;
  claim: number | null;
  /** "claim 20×", or what is claimed in another measure than the headline, which has no place on the axis. */
  claimLabel: string;
}

export interface AnswerData {
  bands: Band[];
  marks: GainMark[];
  /** A stack without a gain, with the reason in a word. */
  missing: { pattern: PatternName; stack: StackName; label: string }[];
  domain: [number, number];
  ticks: number[];
  description: string;
}

/** Null when no pattern has a gain that is a ratio. */
export function answerData(patterns: readonly PatternResult[], context: RunContext): AnswerData | null {
  const each = patterns.map((pattern) => bandOf(pattern, context)).filter((one) => one !== null);
  const bands = each.map(({ band }) => band);
  const marks = each.flatMap((one) => one.marks);
  if (marks.length === 0) return null;
  const values = [
    ...marks.flatMap(({ value, low, high, limit }) => [value, low ?? value, high ?? value, limit ?? value]),
    ...bands.flatMap(({ claim }) => claim ?? []),
  ].filter((value) => value > 0);
  const domain: [number, number] = [Math.min(1, ...values), Math.max(2, ...values)];
  const missing = each.flatMap((one) => one.missing);
  return { bands, marks, missing, domain, ticks: ticksIn(domain), description: describe(bands, marks, missing) };
}

function bandOf(
  pattern: PatternResult,
  { stacks, verdicts }: RunContext,
): (Pick<AnswerData, 'marks' | 'missing'> & { band: Band }) | null {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return null;
  const place = { pattern: pattern.pattern };
  const [variant] = lookup.improvedVariants(pattern);
  const marks: GainMark[] = [];
  const missing: AnswerData['missing'] = [];
  for (const stack of stacks) {
    const { gain, judged } = pairOf({ pattern, metric, stack, variant }, verdicts);
    if (gain?.estimate && gain.kind === 'ratio') {
      const { value, low, high } = gain.estimate;
      const limit = judged.limit?.binds ? (judged.limit.gain ?? null) : null;
      marks.push({ ...place, stack, value, low, high, label: times(value), limit });
    } else {
      const failed = [lookup.BASELINE, variant].some(
        (name) => lookup.cellOf(pattern, stack, name)?.status === 'failed',
      );
      missing.push({ ...place, stack, label: failed ? 'failed: no gain to compute' : 'not measured' });
    }
  }
  return {
    band: {
      ...place,
      name: patternName(pattern.pattern),
      noun: gainNoun(pattern.pattern, metric),
      ...claimOf(pattern),
    },
    marks,
    missing,
  };
}

function claimOf(pattern: PatternResult): Pick<Band, 'claim' | 'claimLabel'> {
  const metric = lookup.promisedMetric(pattern);
  if (metric === undefined) return { claim: null, claimLabel: 'nothing claimed' };
  const gain = lookup.claimOf(pattern, metric.id)?.gain ?? null;
  const claimLabel = `claim ${statedClaim(pattern, metric)}`;
  return { claim: metric.id === pattern.headline ? gain : null, claimLabel };
}

/** The decades first, for they are the most important ones. */
function ticksIn([low, high]: [number, number]): number[] {
  const decades = Array.from({ length: 12 }, (_, index) => 10 ** (index - 4));
  return [1, 2, 5]
    .flatMap((step) => decades.map((decade) => step * decade))
    .filter((tick) => tick >= low && tick <= high);
}

function describe(bands: readonly Band[], marks: readonly GainMark[], missing: AnswerData['missing']): string {
  const of = (pattern: PatternName) => [
    ...marks
      .filter((mark) => mark.pattern === pattern)
      .map(
        ({ stack, label, limit }) =>
          `${STACK_TITLES[stack]} ${label}${limit === null ? '' : `, limit ${times(limit)}`}`,
      ),
    ...missing.filter((one) => one.pattern === pattern).map(({ stack, label }) => `${STACK_TITLES[stack]} ${label}`),
  ];
  return bands
    .map(({ pattern, name, noun, claimLabel }) => `${name} (${noun}; ${claimLabel}): ${of(pattern).join('; ')}`)
    .join('. ');
}
