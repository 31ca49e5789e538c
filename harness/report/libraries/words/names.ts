/** What fields, operations and metrics are called. */

import type { Guess, LibraryCost } from '../../../results/libraries.ts';
import type { FieldName, OperationName } from '../../../results/library-names.ts';

interface FieldWords {
  title: string;
  /** For a row of links. */
  short: string;
  /** What every library of the field is asked, and how. */
  lead: string;
}

export const FIELD_WORDS: Record<FieldName, FieldWords> = {
  database: {
    title: 'Talking to PostgreSQL',
    short: 'PostgreSQL',
    lead: 'Every library does the same four operations on the same tables, with the SQL and the idioms that are its own. A proxy in front of PostgreSQL counts what it causes.',
  },
  batching: {
    title: 'Calling another service',
    short: 'Calls',
    lead: 'Every library enriches the same users by an external API that takes up to 100 of them in a call.',
  },
  streaming: {
    title: 'Reading a large file',
    short: 'Files',
    lead: 'Every library reads the same file and sums it up per plan, in the way that is its own.',
  },
  workers: {
    title: 'Work for the CPU',
    short: 'Workers',
    lead: 'Every library computes the same report in a worker, while the process that asks for it stays free to answer.',
  },
  serving: {
    title: 'Serving HTTP',
    short: 'Serving',
    lead: 'Every server answers a request that does nothing, and one that reads a row.',
  },
};

interface OperationWords {
  /** As the subject of a sentence. */
  subject: string;
  /** As the heading of a column. */
  short: string;
}

export const OPERATION_WORDS: Record<OperationName, OperationWords> = {
  read: { subject: 'A read by key', short: 'read' },
  profile: { subject: 'A user with two relations', short: 'relations' },
  transfer: { subject: 'A transaction of two statements', short: 'transaction' },
  insert: { subject: 'An insert of 100 rows', short: 'insert' },
  enrich: { subject: 'Enriching the users', short: 'enrich' },
  summarize: { subject: 'Summing up a file', short: 'sum up' },
  report: { subject: 'A report', short: 'report' },
  light: { subject: 'A light request', short: 'light' },
};

/** Inside a sentence: "a read by key". */
export const operationNoun = (operation: OperationName): string => {
  const { subject } = OPERATION_WORDS[operation];
  return `${subject.charAt(0).toLowerCase()}${subject.slice(1)}`;
};

/** What is counted of operations. */
export const COUNT_TITLES = {
  round_trips: 'round trips',
  statements: 'statements',
  calls: 'calls',
  connections: 'connections opened',
} as const;

/** One of what an operation causes. */
export const CAUSE_NOUNS = { round_trips: 'round trip', calls: 'call' } as const;

type CostMetric = LibraryCost['metric'];

export const METRIC_TITLES: Record<CostMetric, string> = {
  cpu: 'CPU per request',
  throughput: 'throughput',
  p50: 'p50',
  p99: 'p99',
  peak_rss: 'peak memory',
  start_up: 'start-up',
};

/** What a guess was about. */
export const GUESSED: Record<Guess['of'], string> = {
  round_trips: 'round trips',
  connections: 'connections',
  calls: 'calls',
  cpu: 'CPU, × the reference',
  throughput: 'throughput, × the reference',
  peak_rss: 'peak memory, × the reference',
  start_up: 'start-up, × the reference',
  pool: 'connections of the default pool',
};
