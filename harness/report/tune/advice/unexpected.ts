/** How requests are called that were not answered as expected, and which of them say that no connection became free in time. */
import type { AnswerKind, PoolTimeoutAnswers, UnexpectedAnswers } from '../../../results/schema.ts';
import { counted, listed } from '../../kit/format.ts';

const PROBLEMS: Record<string, string> = {
  'wrong-body': 'a body other than expected',
  reset: 'a reset connection',
  'cut-off': 'a closed connection',
  refused: 'a refused connection',
  'not-http': 'something that is not HTTP',
};

/** What such a request ends with: "status 500". */
export function problemText({ problem, status }: AnswerKind): string {
  return status === undefined ? (PROBLEMS[problem] ?? problem) : `status ${status}`;
}

/** "12 with status 500 and 3 with a reset connection"; empty where nothing is known. */
export const unexpectedText = (kinds: readonly UnexpectedAnswers[]): string =>
  listed(kinds.map((kind) => `${kind.count} with ${problemText(kind)}`));

/** What failures of a kind are taken for, and how that can be stated. */
export function poolTimeoutText(kind: PoolTimeoutAnswers): string {
  const { verdict, status, count, after_wait } = kind;
  const ended = `${counted(count, 'request')} ended with ${problemText(kind)} under load alone`;
  const many = after_wait === count ? 'all' : after_wait;
  const when = after_wait === null ? '' : `, ${many} of them when the wait for a connection was just over`;
  if (verdict === 'recognized') {
    const stated = status === undefined ? '' : `; --timeout-status ${status} says that of all of them`;
    return `${ended}${when}: those count as requests that got no connection in time${stated}.`;
  }
  const told = after_wait === null ? ', and where the service is told how long to wait, duet can see it by itself' : '';
  return `${ended}${when}. If that is how the service says that no connection became free in time, --timeout-status ${status} counts them as that${told}.`;
}
