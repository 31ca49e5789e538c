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

export interface TimelineView {
  /** What the pictures show. Names of variants stand in backticks. */
  sentence: string;
  /** What was traced, and why some of it was not. */
  notes: string[];
  cells: TimelineCell[];
  /** Null where nothing was traced. */
  table: DataTable | null;
}

/** Null for a run that traced nothing of this pattern, as runs did before there were timelines. */
export function timelineView(pattern: PatternResult, stacks: readonly StackName[]): TimelineView | null {
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
    sentence: sentenceOf(stacks, cells),
    notes: [
      ...new Set(timelines.map(({ how }) => `Traced apart from the trials: ${inert(how)}.`)),
      ...missingNotes(cells),
    ],
    cells,
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
  const details = seen.map(({ variant, facts }) => `${detailOf(facts)} (${named(variant)})`);
  const [first] = seen;
  const failures = cells.flatMap(({ variant, timeline }) =>
    timeline?.failure === undefined ? [] : [`${named(variant)} failed (${failureTitle(timeline.failure)})`],
  );
  const parts = [...(first === undefined ? [] : [`${introOf(first.facts)} ${listed(details)}`]), ...failures];
  return parts.length === 0 ? 'nothing was traced' : parts.join(', while ');
}

const named = (variant: string) => `\`${inert(variant)}\``;

function introOf(facts: TimelineFacts): string {
  switch (facts.about) {
    case 'queries':
      return 'a request ran';
    case 'calls':
      return `${things(facts.users, 'user', 'users')} took`;
    case 'memory':
      return 'the memory of the process rose';
    case 'light-requests':
      return 'no light request was answered for up to';
    case 'round-trips':
      return 'a request took';
  }
}

function detailOf(facts: TimelineFacts): string {
  switch (facts.about) {
    case 'queries':
      return `${things(facts.queries, 'query', 'queries')}${orderText(facts)} in ${time(facts.ms)}`;
    case 'calls':
      return `${things(facts.calls, 'call', 'calls')}${orderText(facts)} in ${time(facts.ms)}`;
    case 'memory':
      return `from ${bytes(facts.start_bytes)} to ${bytes(facts.peak_bytes)}`;
    case 'light-requests':
      return `${time(facts.stall_ms)} of a report of ${time(facts.report_ms)}`;
    case 'round-trips': {
      const opened =
        facts.connections === 0 ? '' : ` with ${things(facts.connections, 'new connection', 'new connections')}`;
      return `${things(facts.round_trips, 'round trip', 'round trips')}${opened} in ${time(facts.ms)}`;
    }
  }
}

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
  const { facts } = timeline;
  switch (facts.about) {
    case 'queries':
      return `${counted(facts.queries, 'query', 'queries')} in ${time(facts.ms)}`;
    case 'calls':
      return `${counted(facts.calls, 'call', 'calls')} in ${time(facts.ms)}`;
    case 'memory':
      return `${bytes(facts.start_bytes)} → ${bytes(facts.peak_bytes)}`;
    case 'light-requests':
      return `no answer for ${time(facts.stall_ms)}`;
    case 'round-trips':
      return `${counted(facts.round_trips, 'round trip', 'round trips')} in ${time(facts.ms)}`;
  }
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

const COLUMNS: Record<TimelineFacts['about'], string[]> = {
  queries: ['queries', 'at once', 'time'],
  calls: ['users', 'calls', 'at once', 'time'],
  memory: ['file', 'memory before', 'highest', 'time'],
  'light-requests': ['light requests', 'highest latency', 'longest without an answer', 'time of the report'],
  'round-trips': ['connections opened', 'round trips', 'time'],
};

function tableOf({ title }: PatternResult, cells: readonly TimelineCell[]): DataTable | null {
  const about = cells.find(({ timeline }) => timeline?.facts !== undefined)?.timeline?.facts?.about;
  if (about === undefined) return null;
  const header = ['stack', 'variant', ...COLUMNS[about]];
  return {
    caption: `One traced request each: ${title}`,
    header,
    rows: cells.map(({ stack, variant, text, timeline }) => [
      STACK_TITLES[stack],
      variant,
      ...(timeline?.facts === undefined ? [text, ...COLUMNS[about].slice(1).map(() => '–')] : values(timeline.facts)),
    ]),
    numbers: numbersFrom(2, header),
  };
}

/** In the order of the columns. */
function values(facts: TimelineFacts): string[] {
  switch (facts.about) {
    case 'queries':
      return [count(facts.queries), count(facts.at_once), time(facts.ms)];
    case 'calls':
      return [count(facts.users), count(facts.calls), count(facts.at_once), time(facts.ms)];
    case 'memory':
      return [bytes(facts.file_bytes), bytes(facts.start_bytes), bytes(facts.peak_bytes), time(facts.ms)];
    case 'light-requests':
      return [count(facts.requests), time(facts.worst_ms), time(facts.stall_ms), time(facts.report_ms)];
    case 'round-trips':
      return [count(facts.connections), count(facts.round_trips), time(facts.ms)];
  }
}

const time = (ms: number) => quantity(ms, 'ms');
const bytes = (value: number) => quantity(value, 'bytes');
const count = (value: number) => value.toLocaleString('en-US');
/** In a sentence: "three queries", "120 calls". */
const things = (value: number, one: string, several: string) =>
  `${value < 1_000 ? numberWord(value) : count(value)} ${value === 1 ? one : several}`;
