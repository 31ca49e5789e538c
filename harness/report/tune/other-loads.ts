/** What the recommended setting does under more than the target: other rates, overload, bursts. */
import { measuredRate, type PoolMoment, type TuneResults, type TuneWindow } from '../../results/schema.ts';
import { BURST } from '../../results/tune-burst.ts';
import { quantity, significant, statedQuantity } from '../kit/format.ts';
import { numberWord, partOf } from '../kit/method.ts';
import { shareOfRequests } from '../kit/percent.ts';
import { type Column, tableOf } from '../kit/tables.ts';
import { durationText, meanText, msText, NONE, rateText, wholeText } from './cell-metrics.ts';
import { measuredPool, measuredProcesses } from './names.ts';
import type { Section } from './section.ts';

/** Rows of a timeline: more would be read by nobody. */
const TIMELINE_ROWS = 10;

export const answeredShare = ({ completed, sent }: TuneWindow): number => completed / Math.max(1, sent);
/** Null where it was not told. */
export const answeredP99 = ({ answered_p99_ms }: TuneWindow): number | null => answered_p99_ms ?? null;
export const timeoutShare = ({ timeouts, sent }: TuneWindow): number => timeouts / Math.max(1, sent);

/** Null when no rates were measured. */
export function loadSection(results: TuneResults): Section | null {
  const { load_curve, knee_per_s, subject } = results;
  if (load_curve.length === 0) return null;
  const rate = measuredRate(results);
  const knee =
    knee_per_s === null
      ? `Not even ${partOf((load_curve[0]?.rate_per_s ?? rate) / rate)} the target rate can be handled.`
      : `It handles up to ${rateText(knee_per_s)} requests per second (the knee): ${quantity(knee_per_s / rate, 'fraction')} of the target.`;
  return {
    id: 'load',
    title: 'The load that it handles',
    lead: `${measuredProcesses(results).replace(/^one/, 'One')} with ${measuredPool(subject)} at several rates. ${knee}`,
    table: tableOf('Latency, from the intended send, by rate', load_curve, LOAD_COLUMNS, [0]),
  };
}

const LOAD_COLUMNS: Column<TuneWindow>[] = [
  ['arrivals/s', ({ rate_per_s }) => rateText(rate_per_s)],
  ['p50, ms', ({ p50_ms }) => msText(p50_ms)],
  ['p95, ms', ({ p95_ms }) => msText(p95_ms)],
  ['p99, ms', ({ p99_ms }) => msText(p99_ms)],
  ['timeouts', (window) => shareOfRequests(timeoutShare(window))],
  ['in use', ({ in_use_mean }) => meanText(in_use_mean)],
  ['database cores', ({ database_cpu }) => coresText(database_cpu)],
  ['service cores', ({ service_cpu }) => coresText(service_cpu)],
];

const coresText = (cores: number | null) => (cores === null ? NONE : cores.toFixed(2));

/** One stretch of overload as text. */
type OverloadRow = ReturnType<typeof overloadRows>[number];

/** Ascending rates, and for each ascending waits. */
export function overloadRows({ overload }: TuneResults) {
  return overload
    .toSorted((a, b) => a.window.rate_per_s - b.window.rate_per_s || a.setting.timeout_ms - b.setting.timeout_ms)
    .map(({ setting, window }) => ({
      /** "240/s". */
      load: `${rateText(window.rate_per_s)}/s`,
      /** "500 ms". */
      wait: statedQuantity(setting.timeout_ms, 'ms'),
      window,
    }));
}

/** Null when there was no overload. */
export function overloadSection(results: TuneResults): Section | null {
  const rows = overloadRows(results);
  if (rows.length === 0) return null;
  return {
    id: 'overload',
    title: 'More load than it handles',
    lead: `With more requests than can be served, a queue grows until requests give up; how long they wait decides how slow the answered ones become. ${worstText(rows)} These windows last seconds, and requests that wait at the end of one are still answered: in the long run, all waits answer about the same number.`,
    table: tableOf('Overload by how long a request may wait for a connection', rows, OVERLOAD_COLUMNS, [1]),
  };
}

const OVERLOAD_COLUMNS: Column<OverloadRow>[] = [
  ['arrivals', ({ load }) => load],
  ['waits at most', ({ wait }) => wait],
  ['for, s', ({ window }) => significant(window.duration_ms / 1000)],
  ['answered', ({ window }) => shareOfRequests(answeredShare(window))],
  ['timeouts', ({ window }) => shareOfRequests(timeoutShare(window))],
  ['p50, ms', ({ window }) => msText(window.p50_ms)],
  ['p99, ms', ({ window }) => msText(window.p99_ms)],
  ['p99 of the answered, ms', ({ window }) => msText(answeredP99(window))],
];

/** What each wait comes to under the heaviest load. */
function worstText(rows: readonly OverloadRow[]): string {
  const heaviest = Math.max(...rows.map(({ window }) => window.rate_per_s));
  const worst = rows.filter(({ window }) => window.rate_per_s === heaviest);
  const outcomes = worst.map(
    ({ wait, window }) =>
      `with waits of at most ${wait} ${shareOfRequests(timeoutShare(window))} time out and the p99 of the answered is ${durationText(answeredP99(window))}`,
  );
  return `At ${worst[0]?.load}, ${outcomes.join('; ')}.`;
}

/** Null without a burst whose course was seen. */
export function burstSection({ burst }: TuneResults): Section | null {
  if (burst === null) return null;
  const timeouts = burst.timeouts === 0 ? 'no request gave up' : `${shareOfRequests(timeoutShare(burst))} gave up`;
  return {
    id: 'burst',
    title: 'A burst',
    lead: `The target rate, and ${numberWord(BURST.factor)} times as much for ${partOf(BURST.share)} the time: ${burstText(burst)}; ${timeouts}, p99 ${durationText(burst.p99_ms)}.`,
    table: tableOf(
      'Connections in use and requests waiting, the maximum of each interval',
      stretches(burst.timeline ?? []),
      BURST_COLUMNS,
      [0],
    ),
  };
}

const BURST_COLUMNS: Column<PoolMoment>[] = [
  ['until, s', ({ at_ms }) => (at_ms / 1000).toFixed(2)],
  ['in use', ({ in_use }) => wholeText(in_use)],
  ['waiting', ({ waiting }) => wholeText(waiting)],
];

function burstText({ in_use_max, waiting_max, wait_ms_mean }: TuneWindow): string {
  if (in_use_max === null) return 'connections in use could not be seen';
  const inUse = `at most ${wholeText(in_use_max)} connections in use`;
  if (waiting_max === null) return `${inUse}, the number of requests waiting could not be seen`;
  const waits = wait_ms_mean === null ? '' : `, on average for ${durationText(wait_ms_mean)}`;
  return `${inUse} and ${wholeText(waiting_max)} requests waiting${waits}`;
}

/** The most of each of a few equal parts of a timeline. */
function stretches(timeline: readonly PoolMoment[]): PoolMoment[] {
  const length = Math.max(1, Math.ceil(timeline.length / TIMELINE_ROWS));
  const parts = Array.from({ length: Math.ceil(timeline.length / length) }, (_, index) =>
    timeline.slice(index * length, (index + 1) * length),
  );
  return parts.map((part) => {
    const waiting = part.map((moment) => moment.waiting).filter((value) => value !== null);
    return {
      at_ms: (part.at(-1) as PoolMoment).at_ms,
      in_use: Math.max(...part.map(({ in_use }) => in_use)),
      waiting: waiting.length === 0 ? null : Math.max(...waiting),
    };
  });
}
