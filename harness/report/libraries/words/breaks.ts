/** What was done to a library's process, and what came of it. */

import type { LibraryBreak } from '../../../results/libraries.ts';
import type { BreakName } from '../../../results/library-names.ts';
import type { Tone } from '../../kit/tone.ts';

type Outcome = LibraryBreak['outcome'];

/** What an outcome is called in a table, and in a sentence after what was done. */
interface OutcomeWords {
  word: string;
  /** Before "with", and the names of the libraries. */
  said: string;
  /** How it is felt about. */
  tone: Tone;
}

const OUTCOME_WORDS: Record<Outcome, OutcomeWords> = {
  unharmed: { word: 'unharmed', said: 'nothing fails', tone: 'good' },
  recovered: { word: 'fails, then recovers', said: 'requests fail for a while', tone: 'warning' },
  failed: { word: 'fails', said: 'requests fail', tone: 'bad' },
  wrong: { word: 'wrong answers', said: 'answers are wrong', tone: 'bad' },
  'process-ended': { word: 'process ends', said: 'the process ends', tone: 'bad' },
  'no-answer': { word: 'no answer', said: 'no answer comes', tone: 'bad' },
  'not-run': { word: 'not run', said: 'nothing was tried', tone: 'quiet' },
};

interface BreakWords {
  title: string;
  /** As the heading of a column. */
  short: string;
  /** Inside a sentence. */
  when: string;
  done: string;
  /** Where an outcome means something of its own. */
  outcomes?: Partial<Record<Outcome, OutcomeWords>>;
}

export const BREAK_WORDS: Record<BreakName, BreakWords> = {
  pooler: {
    title: 'Behind PgBouncer in transaction mode',
    short: 'PgBouncer',
    when: 'behind PgBouncer in transaction mode',
    done: 'PgBouncer stands between the library and PostgreSQL and gives every transaction whichever server connection is free. Where it tracks prepared statements (`max_prepared_statements`, from 1.21 on), the library is asked a second time without that.',
  },
  restart: {
    title: 'PostgreSQL is restarted',
    short: 'restart',
    when: 'when PostgreSQL is restarted',
    done: 'PostgreSQL is restarted twice: while the connections of the pool are idle, and while requests run.',
  },
  disconnect: {
    title: 'The client leaves during a query',
    short: 'client leaves',
    when: 'when the client leaves during a query',
    done: 'A client goes away while its statement runs on the only connection of the pool. Does the statement stop, and does the connection come back?',
    outcomes: {
      unharmed: { word: 'statement stops', said: 'the statement stops and its connection comes back', tone: 'good' },
      recovered: {
        word: 'statement runs on',
        said: 'the statement runs on and keeps its connection until it ends',
        tone: 'warning',
      },
      failed: { word: 'connection is lost', said: 'the connection does not come back', tone: 'bad' },
    },
  },
  patience: {
    title: 'The pool’s end of patience',
    short: 'pool is full',
    when: 'when the pool is full',
    done: 'The only connection of the pool is in use, and another request asks for it.',
    outcomes: {
      unharmed: { word: 'waits and is served', said: 'a request waits until one is free', tone: 'good' },
      failed: { word: 'error', said: 'a request gets an error', tone: 'quiet' },
      'no-answer': { word: 'waits longer', said: 'a request waits longer than was watched', tone: 'bad' },
    },
  },
  'worker-dies': {
    title: 'A worker dies',
    short: 'worker dies',
    when: 'when a worker dies',
    done: 'A job ends its worker. Is that job answered, and are the jobs after it?',
    outcomes: {
      unharmed: { word: 'unharmed', said: 'all jobs are answered', tone: 'good' },
      recovered: { word: 'that job fails', said: 'its job fails and later ones are answered', tone: 'warning' },
      failed: { word: 'later jobs fail', said: 'later jobs fail, too,', tone: 'bad' },
      'no-answer': { word: 'no answer', said: 'a job is never answered', tone: 'bad' },
    },
  },
  'large-body': {
    title: 'A body of 100 MB',
    short: '100 MB body',
    when: 'when a body of 100 MB comes',
    done: 'A request sends a body of 100 MB, with the settings that the library has by default.',
    outcomes: {
      unharmed: { word: 'taken', said: 'it is taken', tone: 'good' },
      failed: { word: 'refused', said: 'it is refused', tone: 'quiet' },
    },
  },
};

/** What came of the second time behind PgBouncer, which then tracks no prepared statements; undefined where there was none. */
export function untrackedOutcome({ figures }: LibraryBreak): Outcome | undefined {
  const { untracked_requests: requests, untracked_failed: failed = 0, untracked_wrong: wrong = 0 } = figures;
  if (requests === undefined) return undefined;
  if (wrong > 0) return 'wrong';
  return failed > 0 ? 'failed' : 'unharmed';
}

/** What is said of an outcome of this fault. */
export const outcomeWords = (name: BreakName, outcome: Outcome): OutcomeWords =>
  BREAK_WORDS[name].outcomes?.[outcome] ?? OUTCOME_WORDS[outcome];
