/** One traced request of each cell in words and rows: why a pattern gains. The pictures of it are in charts/. */
import * as lookup from '../../results/lookup.ts';
import type { Failure, PatternResult, Results, StackName, Timeline, TimelineFacts } from '../../results/schema.ts';
import { capital, counted, inert, listed, quantity, STACK_TITLES } from '../kit/format.ts';
import { numberWord } from '../kit/method.ts';
import { type DataTable, numbersFrom } from '../kit/tables.ts';

export const TIMELINE = 'One request over time';

/** A cell of the picture. */
export interface TimelineCell {
  stack: StackName;
  variant: string;
  /** What it shows in a few words, or why it shows nothing. */
  text: string;
  /** Absent where nothing was traced. */
  timeline?: Timeline;
}

export type TimelineView = NonNullable<ReturnType<typeof timelineView>>;

/** Null for a run that traced nothing of this pattern, as runs did before there were timelines. */
export function timelineView(pattern: PatternResult, stacks: readonly StackName[]) {
  const { timelines } = pattern;
  if (timelines === undefined) return null;
  const variants = [lookup.BASELINE, ...lookup.improvedVariants(pattern)];
  const cells = stacks.flatMap((stack) =>
    variants.map((variant): TimelineCell => {
      const timeline = timelines.find((one) => one.stack === stack && one.variant === variant);
      return { stack, variant, text: cellText(timeline), ...(timeline === undefined ? {} : { timeline }) };
    }),
  );
  return {
    /** What the pictures show. Names of variants stand in backticks. */
    sentence: sentenceOf(stacks, cells),
    /** What was traced, and why some of it was not. */
    notes: [
      ...new Set(timelines.map(({ how }) => `Traced apart from the trials: ${inert(how)}.`)),
      ...missingNotes(cells),
    ],
    cells,
    /** Null where nothing was traced. */
    table: tableOf(pattern, cells),
  };
}

/** What all of it took, in ms; undefined where nothing was traced. */
export function tracingMs({ patterns }: Pick<Results, 'patterns'>): number | undefined {
  const all = patterns.flatMap(({ timelines = [] }) => timelines);
  return all.length === 0 ? undefined : all.reduce((sum, { took_ms }) => sum + took_ms, 0);
}

function sentenceOf(stacks: readonly StackName[], cells: readonly TimelineCell[]): string {
  const text = stacks
    .map((stack) => `in ${STACK_TITLES[stack]} ${clauseOf(cells.filter((cell) => cell.stack === stack))}`)
    .join('; ');
  return `${capital(text)}.`;
}

/** What is said of a stack: once what the cells have in common, then what sets each apart. */
function clauseOf(cells: readonly TimelineCell[]): string {
  const seen = cells.flatMap(({ variant, timeline }) => (timeline?.facts ? [{ variant, facts: timeline.facts }] : []));
  const details = seen.map(({ variant, facts }) => `${wordsOf(facts).detail(facts)} (${named(variant)})`);
  const [first] = seen;
  const failures = cells.flatMap(({ variant, timeline }) =>
    timeline?.failure === undefined ? [] : [`${named(variant)} failed (${failureTitle(timeline.failure)})`],
  );
  const intro = first && wordsOf(first.facts).intro(first.facts);
  const parts = [...(intro === undefined ? [] : [`${intro} ${listed(details)}`]), ...failures];
  return parts.length === 0 ? 'nothing was traced' : parts.join(', while ');
}

const named = (variant: string) => `\`${inert(variant)}\``;

/** What is said of a traced request. */
interface Words<Facts> {
  /** What the details of the variants follow: "a request ran". */
  intro: (facts: Facts) => string;
  /** "three queries one after the other in 1.50 s". */
  detail: (facts: Facts) => string;
  /** In the head of a picture: "3 queries in 1.50 s". */
  head: (facts: Facts) => string;
  columns: string[];
  /** In the order of the columns. */
  values: (facts: Facts) => string[];
}

/** By what a pattern is about. */
const WORDS: { [About in TimelineFacts['about']]: Words<Extract<TimelineFacts, { about: About }>> } = {
  queries: {
    intro: () => 'a request ran',
    detail: (facts) => `${things(facts.queries, 'query', 'queries')}${orderText(facts)} in ${time(facts.ms)}`,
    head: ({ queries, ms }) => `${counted(queries, 'query', 'queries')} in ${time(ms)}`,
    columns: ['queries', 'at once', 'time'],
    values: ({ queries, at_once, ms }) => [count(queries), count(at_once), time(ms)],
  },
  calls: {
    intro: ({ users }) => `${things(users, 'user')} took`,
    detail: (facts) => `${things(facts.calls, 'call')}${orderText(facts)} in ${time(facts.ms)}`,
    head: ({ calls, ms }) => `${counted(calls, 'call')} in ${time(ms)}`,
    columns: ['users', 'calls', 'at once', 'time'],
    values: ({ users, calls, at_once, ms }) => [count(users), count(calls), count(at_once), time(ms)],
  },
  memory: {
    intro: () => 'the memory of the process rose',
    detail: ({ start_bytes, peak_bytes }) => `from ${bytes(start_bytes)} to ${bytes(peak_bytes)}`,
    head: ({ start_bytes, peak_bytes }) => `${bytes(start_bytes)} → ${bytes(peak_bytes)}`,
    columns: ['file', 'memory before', 'highest', 'time'],
    values: (facts) => [bytes(facts.file_bytes), bytes(facts.start_bytes), bytes(facts.peak_bytes), time(facts.ms)],
  },
  'light-requests': {
    intro: () => 'no light request was answered for up to',
    detail: ({ stall_ms, report_ms }) => `${time(stall_ms)} of a report of ${time(report_ms)}`,
    head: ({ stall_ms }) => `no answer for ${time(stall_ms)}`,
    columns: ['light requests', 'highest latency', 'longest without an answer', 'time of the report'],
    values: ({ requests, worst_ms, stall_ms, report_ms }) => [
      count(requests),
      ...[worst_ms, stall_ms, report_ms].map(time),
    ],
  },
  'round-trips': {
    intro: () => 'a request took',
    detail: ({ round_trips, connections, ms }) => {
      const opened = connections === 0 ? '' : ` with ${things(connections, 'new connection')}`;
      return `${things(round_trips, 'round trip')}${opened} in ${time(ms)}`;
    },
    head: ({ round_trips, ms }) => `${counted(round_trips, 'round trip')} in ${time(ms)}`,
    columns: ['connections opened', 'round trips', 'time'],
    values: ({ connections, round_trips, ms }) => [count(connections), count(round_trips), time(ms)],
  },
};

const wordsOf = ({ about }: TimelineFacts) => WORDS[about] as Words<TimelineFacts>;

function orderText({ order, at_once }: Extract<TimelineFacts, { order: unknown }>): string {
  switch (order) {
    case 'single':
      return '';
    case 'in-a-row':
      return ' one after the other';
    case 'at-once':
      return ' at once';
    case 'in-part':
      return `, up to ${numberWord(at_once)} at once,`;
  }
}

function cellText(timeline: Timeline | undefined): string {
  if (timeline?.failure !== undefined) return `failed${timeline.failure.status ? ` (${timeline.failure.status})` : ''}`;
  if (timeline?.facts === undefined) return 'not traced';
  return wordsOf(timeline.facts).head(timeline.facts);
}

/** Why cells have no picture, or only a part of one. */
function missingNotes(cells: readonly TimelineCell[]): string[] {
  return cells.flatMap(({ stack, variant, timeline }) => {
    const why = whyMissing(timeline);
    return why === null ? [] : [`${STACK_TITLES[stack]}, ${inert(variant)}: ${why}.`];
  });
}

function whyMissing(timeline: Timeline | undefined): string | null {
  if (timeline === undefined) return 'was not traced in this run';
  if (timeline.failure !== undefined) return `the traced request failed (${failureTitle(timeline.failure)})`;
  switch (timeline.missing?.code) {
    case undefined:
      return null;
    case 'nothing-seen':
      return 'of the traced request nothing was seen';
    case 'no-proc':
      return 'memory over time is read from /proc, which this system has not';
    case 'encrypted':
      return 'the connection to PostgreSQL is encrypted, so that queries cannot be told from what the driver adds';
    case 'error':
      return `the tracing ended early: ${inert(timeline.missing.message)}`;
  }
}

const failureTitle = ({ status, title }: Failure) => inert(status === 0 ? title : `${status} ${title}`);

function tableOf({ title }: PatternResult, cells: readonly TimelineCell[]): DataTable | null {
  const facts = cells.find(({ timeline }) => timeline?.facts !== undefined)?.timeline?.facts;
  if (facts === undefined) return null;
  const { columns, values } = wordsOf(facts);
  const header = ['stack', 'variant', ...columns];
  return {
    caption: `One traced request each: ${title}`,
    header,
    rows: cells.map(({ stack, variant, text, timeline }) => [
      STACK_TITLES[stack],
      variant,
      ...(timeline?.facts === undefined ? [text, ...columns.slice(1).map(() => '–')] : values(timeline.facts)),
    ]),
    numbers: numbersFrom(2, header),
  };
}

const time = (ms: number) => quantity(ms, 'ms');
const bytes = (value: number) => quantity(value, 'bytes');
const count = (value: number) => value.toLocaleString('en-US');
/** In a sentence: "three queries", "120 calls". */
const things = (value: number, one: string, several = `${one}s`) =>
  `${value < 1_000 ? numberWord(value) : count(value)} ${value === 1 ? one : several}`;
