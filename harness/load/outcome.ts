/** What became of a request: answered as expected, answered wrongly, or not at all. */
import type { Client, HttpAnswer, HttpRequest } from './client.ts';
import { type FailureKind, failureKind } from './failure.ts';

/**
 * - `wrong-status`, `wrong-body`: an answer came that is not the expected one.
 * - `dropped`: due, but not sent, because too many were in progress (open loop only).
 */
export type Problem = FailureKind | 'wrong-status' | 'wrong-body' | 'dropped';

/** How often each problem occurred; kinds that did not occur are absent. */
export type ProblemCounts = Partial<Record<Problem, number>>;

/**
 * Judges the answer to request `n` of a load, from 0. It runs for every request, so it must be cheap: compare bytes,
 * do not parse.
 */
export type Check = (answer: HttpAnswer, n: number) => Problem | undefined;

/** Status 200, whatever the body. */
export const isOk = ({ status }: HttpAnswer): Problem | undefined => (status === 200 ? undefined : 'wrong-status');

/** Status 200 and exactly these bytes: one memcmp, 0.1 µs for small bodies. */
export const isOkWith =
  (expected: Buffer): Check =>
  (answer) =>
    isOk(answer) ?? (answer.bytes.equals(expected) ? undefined : 'wrong-body');

/** Status 200 and a body that contains the text for request `n`, e.g. `"id":17,`. */
export const isOkContaining =
  (textOf: (n: number) => string): Check =>
  (answer, n) =>
    isOk(answer) ?? (answer.bytes.includes(textOf(n)) ? undefined : 'wrong-body');

/** Sends request `n`. Resolves to what went wrong, undefined when nothing did; never rejects for lack of an answer. */
export async function sendJudged(
  client: Client,
  request: HttpRequest,
  check: Check,
  n: number,
): Promise<Problem | undefined> {
  try {
    return check(await client.send(request), n);
  } catch (error) {
    return failureKind(error);
  }
}

export function countProblem(counts: ProblemCounts, problem: Problem): void {
  counts[problem] = (counts[problem] ?? 0) + 1;
}
