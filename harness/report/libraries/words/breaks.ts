/** What was done to a library's process, and what came of it. */

import type { LibraryBreak } from '../../../results/libraries.ts';
import type { BreakName } from '../../../results/library-names.ts';
import { quantity } from '../../kit/format.ts';
import type { Tone } from '../../kit/tone.ts';

type Outcome = LibraryBreak['outcome'];

/** What an outcome is called in a table, and in a sentence after what was done. */
interface OutcomeWords {
  word: string;
  /** Before "with", and the names of the libraries. */
  said: string;
}

const OUTCOME_WORDS: Record<Outcome, OutcomeWords> = {
  unharmed: { word: 'unharmed', said: 'nothing fails' },
  recovered: { word: 'fails, then recovers', said: 'requests fail for a while' },
  failed: { word: 'fails', said: 'requests fail' },
  wrong: { word: 'wrong answers', said: 'answers are wrong' },
  'process-ended': { word: 'process ends', said: 'the process ends' },
  'no-answer': { word: 'no answer', said: 'no answer comes' },
  'not-run': { word: 'not run', said: 'nothing was tried' },
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
    done: 'PgBouncer stands between the library and PostgreSQL and gives every transaction whichever server connection is free.',
  },
  restart: {
    title: 'PostgreSQL is restarted',
    short: 'restart',
    when: 'when PostgreSQL is restarted',
    done: 'PostgreSQL is stopped and started again while the pool holds idle connections.',
  },
  disconnect: {
    title: 'The client leaves during a query',
    short: 'client leaves',
    when: 'when the client leaves during a query',
    done: 'A client closes its connection while its query runs. Does the statement stop, and does the connection come back to the pool?',
    outcomes: {
      unharmed: { word: 'statement stops', said: 'the statement stops and its connection comes back' },
      recovered: { word: 'statement runs on', said: 'the statement runs on and keeps its connection until it ends' },
      failed: { word: 'connection is lost', said: 'the connection does not come back' },
    },
  },
  patience: {
    title: 'The pool’s end of patience',
    short: 'pool is full',
    when: 'when the pool is full',
    done: 'All connections of the pool are in use, and another request asks for one.',
    outcomes: {
      unharmed: { word: 'waits and is served', said: 'a request waits until one is free' },
      failed: { word: 'error', said: 'a request gets an error' },
      'no-answer': { word: 'waits longer', said: 'a request waits longer than was watched' },
    },
  },
  'worker-dies': {
    title: 'A worker dies',
    short: 'worker dies',
    when: 'when a worker dies',
    done: 'A job ends its worker. Is that job answered, and are the jobs after it?',
    outcomes: {
      unharmed: { word: 'unharmed', said: 'all jobs are answered' },
      recovered: { word: 'that job fails', said: 'its job fails and later ones are answered' },
      failed: { word: 'later jobs fail', said: 'later jobs fail, too,' },
      'no-answer': { word: 'no answer', said: 'a job is never answered' },
    },
  },
  'large-body': {
    title: 'A body of 100 MB',
    short: '100 MB body',
    when: 'when a body of 100 MB comes',
    done: 'A request sends a body of 100 MB, with the settings that the library has by default.',
    outcomes: {
      unharmed: { word: 'taken', said: 'it is taken' },
      failed: { word: 'refused', said: 'it is refused' },
    },
  },
};

/** How an outcome is felt about, whatever it is called. */
export const OUTCOME_TONES: Record<Outcome, Tone> = {
  unharmed: 'good',
  recovered: 'warning',
  failed: 'bad',
  wrong: 'bad',
  'process-ended': 'bad',
  'no-answer': 'bad',
  'not-run': 'quiet',
};

export const outcomeWords = (name: BreakName, outcome: Outcome): OutcomeWords =>
  BREAK_WORDS[name].outcomes?.[outcome] ?? OUTCOME_WORDS[outcome];

/** The numbers of a break in words: "12 of 40 requests failed, wait 30.0 s". */
export function breakNumbers({ figures }: LibraryBreak): string {
  const { requests, failed, ...others } = figures;
  const counts =
    requests === undefined
      ? Object.entries(failed === undefined ? {} : { failed }).map(numberText)
      : [`${(failed ?? 0).toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests failed`];
  return [...counts, ...Object.entries(others).map(numberText)].join(', ');
}

/** What the end of a name says of its unit. */
const UNITS = [
  ['_ms', 'ms'],
  ['_bytes', 'bytes'],
] as const;

/** "running after 4.90 s": the name tells what it is, its end the unit. */
function numberText([name, value]: [name: string, value: number]): string {
  const unit = UNITS.find(([end]) => name.endsWith(end));
  const words = name.slice(0, name.length - (unit?.[0].length ?? 0)).replaceAll('_', ' ');
  return `${words} ${unit === undefined ? value.toLocaleString('en-US') : quantity(value, unit[1])}`;
}
