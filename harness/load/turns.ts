/**
 * Closed loops of several services in turns: a few dozen requests to the first, as many to the second, and round again.
 * The speed of a shared machine wanders from second to second; what a turn later is asked wanders along.
 */

import type { Client, HttpRequest } from './client.ts';
import { type ClosedLoopOptions, type ClosedLoopResult, closedLoop } from './closed-loop.ts';
import { Histogram } from './histogram.ts';
import type { ProblemCounts } from './outcome.ts';

export interface Party {
  client: Client;
  /** Request `n`, from 0 over all its turns. */
  requestOf(n: number): HttpRequest;
}

export interface TurnOptions extends Pick<ClosedLoopOptions, 'clients'> {
  /** The number of turns that each party has. */
  turns: number;
  /** The number of requests of a party in one turn. */
  requests: number;
  /** As in a closed loop, with `n` from 0 over all turns. */
  check?: ClosedLoopOptions['check'];
}

/** What each party did in all its turns together. The order of the parties is turned round after every round. */
export async function closedLoopsInTurns(
  parties: readonly Party[],
  { turns, requests, clients, check }: TurnOptions,
): Promise<ClosedLoopResult[]> {
  const results = parties.map((): ClosedLoopResult[] => []);
  const order = [...parties.keys()];
  for (let turn = 0; turn < turns; turn++) {
    const from = turn * requests;
    for (const index of order) {
      const { client, requestOf } = parties[index] as Party;
      const loop = await closedLoop(client, (n) => requestOf(from + n), {
        ...{ clients, requests },
        ...(check === undefined ? {} : { check: (answer, n) => check(answer, from + n) }),
      });
      results[index]?.push(loop);
      // A stopped client ends the run.
      if (loop.problems.stopped) return results.map(together);
    }
    // Who gave no answer in time is not asked again, once all have had as many turns.
    if (results.some((loops) => loops.at(-1)?.problems.timeout)) break;
    order.reverse();
  }
  return results.map(together);
}

/** Several closed loops as one, as long as all of them. */
function together(loops: readonly ClosedLoopResult[]): ClosedLoopResult {
  const sum = (of: (loop: ClosedLoopResult) => number) => loops.reduce((total, loop) => total + of(loop), 0);
  const elapsedMs = sum(({ elapsedMs }) => elapsedMs);
  const userMs = sum(({ driver }) => driver.userMs);
  const systemMs = sum(({ driver }) => driver.systemMs);
  return {
    kind: 'service-time',
    serviceTime: loops.reduce((all, { serviceTime }) => all.add(serviceTime), new Histogram()),
    completed: sum(({ completed }) => completed),
    perSecond: sum((loop) => loop.perSecond * loop.elapsedMs) / elapsedMs,
    elapsedMs,
    sent: sum(({ sent }) => sent),
    failed: sum(({ failed }) => failed),
    problems: loops.reduce((all, { problems }) => addProblems(all, problems), {}),
    driver: { userMs, systemMs, share: (userMs + systemMs) / elapsedMs },
  };
}

function addProblems(all: ProblemCounts, more: ProblemCounts): ProblemCounts {
  const kinds = Object.keys({ ...all, ...more }) as (keyof ProblemCounts)[];
  return Object.fromEntries(kinds.map((kind) => [kind, (all[kind] ?? 0) + (more[kind] ?? 0)]));
}
