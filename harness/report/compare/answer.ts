/**
 * What the first screen says: a line on all patterns, then a sentence on each. They are worded from the verdicts, for
 * readers who know neither duet nor the metrics.
 */
import * as lookup from '../../results/lookup.ts';
import type {
  Answer,
  ClaimVerdict,
  Effect,
  Metric,
  PatternName,
  PatternResult,
  Results,
  StackName,
} from '../../results/schema.ts';
import { LEVEL } from '../../stats/interval.ts';
import { capital, listed, quantity, STACK_TITLES, times } from '../kit/format.ts';
import { share } from '../kit/percent.ts';
import { answerTable, statedClaim } from './answer-table.ts';
import { gainTexts, type Pair, pairsOf } from './pair.ts';
import { contextOf, type RunContext } from './run-context.ts';

export type AnswerView = ReturnType<typeof answerView>;

export interface PatternAnswer {
  pattern: PatternName;
  name: string;
  /** What each stack gains, a sentence without its full stop. */
  gain: string;
  /** Whole sentences: what became of the claim, where the limit is near, what the work itself takes. */
  rest: string[];
}

export function answerView(results: Results) {
  const context = contextOf(results);
  return {
    /** Which pattern gains most, and how many claims hold; empty where nothing can be said. */
    lead: leadSentences(results),
    patterns: results.patterns.map((pattern) => patternAnswer(pattern, context)),
    table: answerTable(results.patterns, context),
  };
}

/** A pattern in one line, for Markdown and the terminal: "2.44× faster in Node. The claim …". */
export const answerText = ({ gain, rest }: PatternAnswer): string => [`${gain}.`, ...rest].join(' ');

/** The name of a pattern as a heading: "Batching". */
export const patternName = (pattern: PatternName): string => capital(pattern);

/** What a gain of the headline is, after its number: "2.47× faster". */
export function gainNoun(pattern: PatternName, { kind, unit }: Pick<Metric, 'kind' | 'unit'>): string {
  return NOUNS[pattern] ?? (kind === 'memory' ? 'less memory' : unit === 'ms' ? 'faster' : 'better');
}

/** Where the metric alone would mislead: it is not the work itself that becomes faster. */
const NOUNS: Partial<Record<PatternName, string>> = { workers: 'shorter waits' };
/** Who it is that waits. */
const OBJECTS: Partial<Record<PatternName, string>> = { workers: ' of light requests' };
/** What the work itself is. */
const WORK: Partial<Record<PatternName, string>> = { workers: 'The report itself', streaming: 'Reading the file' };

/** What is said of one stack, its name after it, and of both at once. */
type Phrase = readonly [one: string, both: string];

const UNJUDGED: Phrase = ['cannot be judged', 'can be judged in neither'];
const CLAIMS: Record<ClaimVerdict, Phrase> = {
  'claim-held': ['holds', 'holds in both'],
  'claim-exceeded': ['is exceeded', 'is exceeded in both'],
  'claim-not-reached': ['is not reached', 'is reached in neither'],
  'no-difference-shown': ['is not borne out', 'is borne out in neither'],
  'got-worse': ['is contradicted', 'is contradicted in both'],
  better: UNJUDGED,
  'no-interval': UNJUDGED,
  'not-judged': UNJUDGED,
};

const OWN_TIMES: Record<Effect, Phrase | null> = {
  better: ['takes less time', 'takes less time in both'],
  worse: ['takes longer', 'takes longer in both'],
  'none-shown': ['shows no difference in time', 'shows no difference in time in either'],
  'no-interval': null,
};

function leadSentences({ verdicts: { answer }, patterns }: Pick<Results, 'verdicts' | 'patterns'>): string[] {
  const stacks = answer?.stacks ?? [];
  return [largestSentence(stacks, patterns), claimsSentence(stacks)].filter((sentence) => sentence !== null);
}

/** "Batching gains most: 21.4× in Node, 24.0× in Python." */
function largestSentence(stacks: Answer['stacks'], patterns: readonly PatternResult[]): string | null {
  const known = stacks.filter(({ largest }) => largest.length > 0);
  const [first] = known;
  if (first === undefined || patterns.length < 2) return null;
  const gains = ({ stack, largest }: Answer['stacks'][number]) =>
    listed(largest.map((name) => headlineGain(patterns, name, stack)));
  const verb = ({ largest }: Answer['stacks'][number]) =>
    `${listed(largest)} ${largest.length > 1 ? 'gain' : 'gains'} most`;
  if (known.every((each) => verb(each) === verb(first))) {
    const each = known.map((one) => `${gains(one)} in ${STACK_TITLES[one.stack]}`);
    return `${capital(verb(first))}: ${each.join(first.largest.length > 1 ? '; ' : ', ')}.`;
  }
  return `${capital(known.map((one) => `${verb(one)} in ${STACK_TITLES[one.stack]} (${gains(one)})`).join(', '))}.`;
}

function headlineGain(patterns: readonly PatternResult[], name: PatternName, stack: StackName): string {
  const pattern = patterns.find((one) => one.pattern === name);
  const gain = pattern && lookup.gainOf(pattern, stack, lookup.improvedVariants(pattern)[0], pattern.headline);
  return times(gain?.estimate?.value ?? Number.NaN);
}

/** "3 of 5 claims hold in Node, 2 of 5 in Python, by their 95 % intervals." */
function claimsSentence(stacks: Answer['stacks']): string | null {
  const judged = stacks.filter(({ claims }) => claims > 0);
  const counts = judged.map(({ stack, claims, claims_hold: hold }, index) => {
    const noun = index > 0 ? '' : ` claims ${hold === 1 ? 'holds' : 'hold'}`;
    return `${hold === 0 ? 'none' : hold} of ${claims}${noun} in ${STACK_TITLES[stack]}`;
  });
  return counts.length === 0 ? null : `${capital(counts.join(', '))}, by their ${share(LEVEL)} intervals.`;
}

function patternAnswer(pattern: PatternResult, context: RunContext): PatternAnswer {
  const metric = lookup.headlineMetric(pattern);
  const named = { pattern: pattern.pattern, name: patternName(pattern.pattern) };
  if (metric === undefined) return { ...named, gain: 'Nothing was measured', rest: [] };
  const [variant] = lookup.improvedVariants(pattern);
  const pairs = pairsOf(pattern, metric, variant, context);
  const rest = [claimSentence(pattern, variant, context), limitSentence(pairs), ownTimeSentence(pattern, context)];
  return { ...named, gain: capital(gainClauses(pairs).join(', ')), rest: rest.filter((one) => one !== null) };
}

/** The noun stands once, after the first number. */
function gainClauses(pairs: readonly Pair[]): string[] {
  let isSaid = false;
  return pairs.map((pair) => {
    const name = STACK_TITLES[pair.stack];
    const [gain] = gainTexts(pair) ?? [];
    if (gain === undefined) return missingClause(pair);
    const { effect, noise } = pair.judged;
    if (effect === 'none-shown') return `no gain was shown in ${name} (${gain})`;
    if (effect === 'worse') return `a loss in ${name} (${gain})`;
    const { pattern } = pair.pattern;
    const noun = isSaid ? '' : ` ${gainNoun(pattern, pair.metric)}${OBJECTS[pattern] ?? ''}`;
    isSaid = true;
    const caveat = noise?.within ? ' (within the noise)' : effect === 'no-interval' ? ' (no interval)' : '';
    return `${gain}${noun} in ${name}${caveat}`;
  });
}

function missingClause({ pattern, stack, variant }: Pair): string {
  const failed = [lookup.BASELINE, variant].filter((name) => lookup.cellOf(pattern, stack, name)?.status === 'failed');
  const name = STACK_TITLES[stack];
  if (failed.length === 0) return `not measured in ${name}`;
  return `no gain to compute in ${name}, where ${listed(failed.map((each) => `\`${each}\``))} failed`;
}

/** "The claim of 2.5× holds in Node and is not reached in Python." */
function claimSentence(pattern: PatternResult, variant: string, context: RunContext): string | null {
  const metric = lookup.promisedMetric(pattern);
  const stated = metric && statedClaim(pattern, metric);
  if (metric === undefined || !stated) return null;
  const pairs = pairsOf(pattern, metric, variant, context);
  const said = pairs.map(({ stack, judged, after }): Said => {
    const isElsewhere = metric.id !== pattern.headline;
    const measured = isElsewhere && after ? ` (${quantity(after.value, metric.unit)})` : '';
    return { stack, what: CLAIMS[judged.verdict], measured };
  });
  return `The claim of ${stated} ${perStack(said)}${beyondLimit(pairs)}.`;
}

/** ", and lies beyond the physical limit in both". */
function beyondLimit(pairs: readonly Pair[]): string {
  const barred = pairs.filter(({ judged: { limit, verdict } }) => verdict === 'claim-not-reached' && limit?.bars_claim);
  if (barred.length === 0) return '';
  const where =
    barred.length === 2 && pairs.length === 2
      ? 'in both'
      : listed(barred.map(({ stack }) => `in ${STACK_TITLES[stack]}`));
  return `, and lies beyond the physical limit ${where}`;
}

/** "Within 5 % of the physical limit in Node and 11 % in Python." */
function limitSentence(pairs: readonly Pair[]): string | null {
  const near = pairs.flatMap(({ stack, judged: { limit } }) =>
    limit?.near && limit.distance !== null ? [{ stack, share: limit.distance - 1 }] : [],
  );
  const [first, ...others] = near.map(({ stack, share: beyond }) => ({
    // Rounded up: it is within that.
    within: share(Math.max(0.01, Math.ceil(100 * beyond) / 100)),
    name: STACK_TITLES[stack],
  }));
  if (first === undefined) return null;
  const also = others.map(({ within, name }) => ` and ${within} in ${name}`);
  return `Within ${first.within} of the physical limit in ${first.name}${also.join('')}.`;
}

function ownTimeSentence({ pattern, metrics }: PatternResult, { stacks, verdicts }: RunContext): string | null {
  const times = (verdicts.answer?.own_times ?? []).filter((one) => one.pattern === pattern);
  const said = stacks.flatMap((stack): Said[] => {
    const effect = OWN_TIMES[times.find((one) => one.stack === stack)?.effect ?? 'no-interval'];
    return effect === null ? [] : [{ stack, what: effect, measured: '' }];
  });
  if (said.length === 0) return null;
  const title = metrics.find(({ id }) => id === times[0]?.metric)?.title ?? '';
  return `${WORK[pattern] ?? `The ${title}`} ${perStack(said)}.`;
}

interface Said {
  stack: StackName;
  what: Phrase;
  /** In brackets after the name of the stack. */
  measured: string;
}

/** "holds in both", or "holds in Node and is exceeded in Python"; each with what was measured, where that is given. */
function perStack(said: readonly Said[]): string {
  const [first, ...others] = said;
  if (first === undefined) return '';
  const isSame = others.every(({ what, measured }) => what === first.what && measured === first.measured);
  if (isSame && others.length === 1) return `${first.what[1]}${first.measured}`;
  const clauses = said.map(({ stack, what: [what], measured }, index) => {
    const repeated = what === said[index - 1]?.what[0];
    return `${repeated ? '' : `${what} `}in ${STACK_TITLES[stack]}${measured}`;
  });
  return listed(clauses);
}
