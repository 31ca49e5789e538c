/** What the picture of one request over time shows: a panel for each cell, all of them on one time axis. */
import type { EventKind, SeriesName, StackName, Timeline, TimelineEvent } from '../../../results/schema.ts';
import { STACK_TITLES, scaleFor } from '../../kit/format.ts';
import { linearTicks } from '../../kit/ticks.ts';
import type { TimelineCell } from '../timelines.ts';

interface Panel {
  /** Where it stands. */
  column: string;
  row: string;
  stack: StackName;
  head: string;
  timeline: Timeline | undefined;
}

export type Layout = ReturnType<typeof layoutOf>;

/** Stacks side by side with a variant in each row, or where there is no room for that, all below each other. */
export function layoutOf(cells: readonly TimelineCell[], sideBySide: boolean) {
  const panels = cells.map(({ stack, variant, text, timeline }): Panel => {
    const place = sideBySide ? { column: stack, row: variant } : { column: '', row: `${stack} ${variant}` };
    return { ...place, stack, head: `${STACK_TITLES[stack]}, ${variant}: ${text}`, timeline };
  });
  return {
    columns: [...new Set(panels.map(({ column }) => column))],
    rows: [...new Set(panels.map(({ row }) => row))],
    panels,
    /** In ms; every panel begins at 0. */
    end: Math.max(0, ...cells.flatMap(({ timeline }) => (timeline === undefined ? [] : timesOf(timeline)))),
  };
}

const timesOf = ({ events, series }: Timeline): number[] => [
  ...events.map(({ end_ms }) => end_ms),
  ...series.flatMap(({ samples }) => samples.map(({ t_ms }) => t_ms)),
];

/** The waits of a request for PostgreSQL, by what they are for, in the order in which they come. */
const KIND_NAMES: Partial<Record<EventKind, string>> = {
  connect: 'connect',
  login: 'log in',
  driver: 'driver’s own',
  transaction: 'transaction',
  query: 'query',
  hidden: 'encrypted',
};

/** What a bar shows that is not what the request is for. */
const SLIGHT: readonly EventKind[] = ['connect', 'login', 'driver', 'transaction', 'hidden'];

export type BarData = NonNullable<ReturnType<typeof barData>>;
export type Bar = BarData['bars'][number];

/** Undefined where nothing of these is to be drawn as bars. */
export function barData({ panels }: Layout) {
  const about = panels.find(({ timeline }) => timeline?.facts !== undefined)?.timeline?.facts?.about;
  if (about !== 'queries' && about !== 'calls' && about !== 'round-trips') return undefined;
  const events = panels.flatMap(({ timeline }) => timeline?.events ?? []);
  const most = Math.max(1, ...events.map(({ lane }) => lane));
  const laneOf = ({ kind, lane }: TimelineEvent) =>
    about === 'round-trips' ? (KIND_NAMES[kind] ?? kind) : `${about === 'queries' ? 'connection' : 'call'} ${lane}`;
  const byKind = Object.values(KIND_NAMES).filter((name) => events.some(({ kind }) => KIND_NAMES[kind] === name));
  const byLane = Array.from({ length: most }, (_, at) =>
    laneOf({ kind: 'query', lane: at + 1, start_ms: 0, end_ms: 0 }),
  );
  return {
    /** From top to bottom. */
    lanes: about === 'round-trips' ? byKind : byLane,
    /** Whether their names are worth being shown. */
    named: about !== 'calls' || most > 1,
    bars: panels.flatMap(({ column, row, stack, timeline }) =>
      (timeline?.events ?? []).map((event) => ({
        ...{ column, row, stack, lane: laneOf(event) },
        ...{ start: event.start_ms, end: event.end_ms },
        slight: about === 'queries' && SLIGHT.includes(event.kind),
        label: about === 'queries' && event.kind === 'query' ? event.label : undefined,
      })),
    ),
  };
}

export type ValueData = NonNullable<ReturnType<typeof valueData>>;

/** The share of the axis above the highest value. */
const AIR = 1.08;

/** Undefined where there is nothing that was looked at again and again. */
export function valueData({ panels }: Layout) {
  const series = panels.flatMap(({ timeline }) => timeline?.series ?? []);
  const most = Math.max(0, ...series.flatMap(({ samples }) => samples.map(({ value }) => value)));
  if (most === 0) return undefined;
  const scale = scaleFor(most, series.some(({ name }) => name === 'light_ms') ? 'ms' : 'bytes');
  const high = (AIR * most) / scale.divisor;
  const of = (stack: StackName) => panels.filter((panel) => panel.stack === stack);
  return {
    /** From 0 on, in the unit of the axis, as are the values of samples. */
    high,
    ticks: linearTicks([0, high]).map((value) => ({ value, text: `${value.toLocaleString('en-US')} ${scale.symbol}` })),
    samplesOf: (stack: StackName, name: SeriesName) =>
      of(stack).flatMap(({ column, row, timeline }) => {
        const found = timeline?.series.find((one) => one.name === name);
        if (found === undefined) return [];
        return [found.samples.map(({ t_ms, value }) => ({ column, row, t: t_ms, value: value / scale.divisor }))];
      }),
    spansOf: (stack: StackName, kind: EventKind) =>
      of(stack).flatMap(({ column, row, timeline }) =>
        (timeline?.events ?? [])
          .filter((event) => event.kind === kind)
          .map(({ start_ms, end_ms }) => ({ column, row, start: start_ms, end: end_ms })),
      ),
  };
}
