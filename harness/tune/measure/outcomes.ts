/** What came of the requests of a window: answered as expected, refused for lack of a connection, or anything else. */
import type { HttpAnswer } from '../../load/client.ts';
import { Histogram } from '../../load/histogram.ts';
import type { Decided } from '../../load/lateness.ts';
import type { Arrival } from '../../load/open-loop.ts';
import type { Check } from '../../load/outcome.ts';
import type { UnexpectedAnswers } from '../../results/tune.ts';
import { hideSecrets } from '../../secrets.ts';
import type { TunedService } from '../subject.ts';
import type { AnswerLook } from './answer-kinds.ts';

export interface Refusals {
  /** The numbers of the requests that were told that no connection came free in time. */
  readonly timeouts: Set<number>;
  /** The status of each other answer that was not the expected one, by the number of its request. */
  readonly statuses: Map<number, number>;
  /** The first of those answers. */
  example?: string;
}

/** The service's own check, which remembers what kind of wrong answer it was. @param look at those that are right. */
export function judge({ check, isPoolTimeout }: TunedService, look?: AnswerLook): { check: Check; refusals: Refusals } {
  const refusals: Refusals = { timeouts: new Set(), statuses: new Map() };
  return {
    refusals,
    check(answer, n) {
      const problem = check(answer, n);
      if (problem === undefined) look?.see(answer);
      else if (isPoolTimeout(answer)) refusals.timeouts.add(n);
      else {
        refusals.statuses.set(n, answer.status);
        refusals.example ??= excerpt(answer);
      }
      return problem;
    },
  };
}

/** The start of an answer, on one line. It may repeat what it was asked with. */
export const excerpt = ({ status, text }: HttpAnswer): string =>
  `${status} ${hideSecrets(text).slice(0, 200).replaceAll(/\s+/g, ' ')}`.trim();

/** @param waitMs how long the service lets a request wait for a connection; undefined where it is not told. */
export function outcomes(
  arrivals: readonly Arrival[],
  { timeouts, statuses, example }: Refusals,
  waitMs: number | undefined,
) {
  const unanswered = arrivals.filter(({ problem }) => problem === 'timeout').length;
  const wrong = arrivals.flatMap(({ problem, sentMs, settledMs }, n): Wrong[] => {
    if (problem === undefined || problem === 'timeout' || problem === 'dropped' || timeouts.has(n)) return [];
    const status = problem === 'wrong-status' ? { status: statuses.get(n) as number } : {};
    return [{ problem, ...status, ms: settledMs - sentMs }];
  });
  const failureExample = example ?? wrong[0]?.problem;
  return {
    sent: arrivals.filter(({ problem }) => problem !== 'dropped').length,
    completed: arrivals.filter(({ problem }) => problem === undefined).length,
    timeouts: timeouts.size + unanswered,
    failures: wrong.length,
    ...(failureExample === undefined || wrong.length === 0
      ? {}
      : { failure_example: failureExample, unexpected: countByKind(wrong, waitMs) }),
  };
}

/** A request that was not answered as expected. */
interface Wrong extends Pick<UnexpectedAnswers, 'problem' | 'status'> {
  /** From the send until that was known. */
  ms: number;
}

/** The most frequent kind comes first. */
function countByKind(wrong: readonly Wrong[], waitMs: number | undefined): UnexpectedAnswers[] {
  const kinds = [...Map.groupBy(wrong, ({ problem, status }) => `${problem} ${status}`).values()];
  return kinds
    .map((all) => {
      const { ms: _, ...kind } = all[0] as Wrong;
      const after_wait = waitMs === undefined ? null : afterWait(all, waitMs);
      return { ...kind, count: all.length, after_wait, pool_timeouts: 0 };
    })
    .toSorted((one, other) => other.count - one.count);
}

/**
 * How many failed when the wait was over. The first of them did so before a second wait was over: what fails after a time of
 * its own has nothing to do with the wait. The others may be later by any time: a service that is overloaded is late itself,
 * and a request may have got one connection and waited for another.
 */
function afterWait(all: readonly Wrong[], waitMs: number): number {
  const late = all.map(({ ms }) => ms).filter((ms) => ms >= waitMs - TIMER_STEP_MS);
  return Math.min(...late) < 2 * waitMs ? late.length : 0;
}

/** Timers of services end so much too early. */
const TIMER_STEP_MS = 1;

/** See TuneWindow for how those count that were not answered as expected. */
const countsAs = (ms: number, { problem }: Arrival, timeoutMs: number): number =>
  problem === undefined ? ms : Math.max(ms, timeoutMs);

/** What settings are compared by, and rates. */
export const decidedBy = (arrivals: readonly Arrival[], timeoutMs: number): Decided => ({
  arrivals,
  quantile: 0.95,
  countsAs: (ms, arrival) => countsAs(ms, arrival, timeoutMs),
});

export function latencies(arrivals: readonly Arrival[], timeoutMs: number) {
  const all = new Histogram();
  const answered = new Histogram();
  for (const arrival of arrivals) {
    const { intendedMs, settledMs, problem } = arrival;
    if (problem === 'dropped') continue; // our own fault: the window is invalid
    const ms = settledMs - intendedMs;
    all.record(countsAs(ms, arrival, timeoutMs));
    if (problem === undefined) answered.record(ms);
  }
  const quantile = (histogram: Histogram, p: number) => (histogram.count === 0 ? null : histogram.quantileMs(p));
  return {
    p50_ms: quantile(all, 0.5),
    p95_ms: quantile(all, 0.95),
    p99_ms: quantile(all, 0.99),
    max_ms: quantile(all, 1),
    answered_p99_ms: quantile(answered, 0.99),
  };
}
