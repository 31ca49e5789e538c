/**
 * Every option of `duet tune pool`, each said once: its help, its rule, its fallback, whether a config file may have it,
 * and the question for it on a terminal.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { ARRIVALS, FORMS, WORKLOADS } from '../results/name-lists.ts';
import type { ArrivalsName, PoolMode, WorkloadName } from '../results/tune.ts';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { STACK_OPTIONS } from './selection.ts';
import { SERVICE_OPTIONS } from './tune-service.ts';
import { duration, integer, name, someOf } from './values.ts';

const DEFAULT_BUDGET_MS = 120_000;
const MOST_PER_S = 100_000;
const MOST_LATENCY_MS = 60_000;
/** What a request does to its connection. */
export const WORKLOAD_TITLES: Record<WorkloadName, string> = {
  cpu: 'a short query that burns CPU in PostgreSQL',
  slow: 'a query that waits in PostgreSQL (pg_sleep)',
  hold: 'a transaction held open while another service is called',
  fanout: 'three queries at once, on three connections',
  mix: 'one of these four, by the id of the user',
};

const POOLERS = ['pgbouncer'] as const;
/** Statement mode is for services without transactions, of which there are few. */
const MODES = ['transaction', 'session'] as const satisfies PoolMode[];

/** The same machine, the same rack, the same region, another one. */
const RTTS_MS = [0, 1, 5, 20];

/** What is to be borne. */
const TARGET_OPTIONS = {
  rate: {
    flags: '--rate <n>',
    description: 'requests per second that the service must handle, over all its processes',
    parse: rate,
    fallback: 100,
    file: 'number',
    question: 'Requests per second, over all processes',
  },
  /** In ms; absent: as good as any pool can make it. */
  p99: {
    flags: '--p99 <time>',
    description: 'the latency that 99 % of the requests must not exceed, e.g. 100ms',
    parse: latency,
    file: 'text',
    question: 'Latency that 99 % of the requests must not exceed, e.g. 100ms',
  },
  /** Absent: as many as the command starts; of duet's own services one. */
  processes: {
    flags: '--processes <n>',
    description: 'processes of the service in all, each with its own pool (default: as many as serve)',
    parse: integer(1, 1_000),
    fallbackText: 'as many as serve',
    file: 'integer',
    question: 'Processes in all, each with its own pool',
  },
  arrivals: {
    flags: '--arrivals <kind>',
    description: `how requests arrive: ${ARRIVALS.join(', ')}`,
    parse: name(ARRIVALS, 'kind of arrivals'),
    fallback: 'poisson' satisfies ArrivalsName,
    file: 'text',
    question: `How requests arrive (${ARRIVALS.join(', ')})`,
  },
} as const satisfies Record<string, Declared>;

/** Which of duet's own services is to bear it. */
const OWN_OPTIONS = {
  workload: {
    flags: '--workload <names>',
    description: `what a request does, comma-separated: ${WORKLOADS.join(', ')}, or all (see duet list)`,
    ...someOf(WORKLOADS, 'workload', { fallback: ['mix'], every: 'all' }),
    fallbackText: 'mix',
    file: 'words',
    question: `What a request does (${WORKLOADS.join(', ')}, all)`,
  },
  stack: { ...STACK_OPTIONS.stack, file: 'words', question: 'Stacks (node, python, both)' },
} as const satisfies Record<string, Declared>;

const MORE_OWN_OPTIONS = {
  form: {
    flags: '--form <names>',
    description: 'how the routes are written: async; in Python also def, which run on threads',
    ...someOf(FORMS, 'form', { fallback: ['async'] }),
    fallbackText: 'async',
    file: 'words',
  },
  /** In ms. */
  rtt: {
    flags: '--rtt <ms>',
    description: `round-trip time to PostgreSQL: ${RTTS_MS.join(', ')}`,
    parse: rtt,
    fallback: 0,
    file: 'number',
  },
} as const satisfies Record<string, Declared>;

/** In the order of the help. */
export const TUNE_OPTIONS = {
  ...TARGET_OPTIONS,
  ...OWN_OPTIONS,
  out: { ...STACK_OPTIONS.out, file: 'text' },
  ...SERVICE_OPTIONS,
  ...MORE_OWN_OPTIONS,
  maxConnections: {
    flags: '--max-connections <n>',
    description: 'max_connections of the PostgreSQL that duet starts (default: 100)',
    parse: integer(1, 1_000),
    file: 'integer',
  },
  pooler: {
    flags: '--pooler <name>',
    description: 'a real pooler in front of the PostgreSQL that duet starts, so that both pools are sized: pgbouncer',
    parse: name(POOLERS, 'pooler'),
    file: 'text',
  },
  poolerCommand: {
    flags: '--pooler-command <path>',
    description: 'the program of that pooler (default: pgbouncer on PATH)',
    file: 'text',
  },
  poolMode: {
    flags: '--pool-mode <mode>',
    description: `the mode of that pooler: ${MODES.join(', ')} (default: transaction)`,
    parse: name(MODES, 'pool mode'),
    file: 'text',
  },
  grid: {
    flags: '--grid',
    description: 'also measure a grid of up to 32 settings, including overflow; takes minutes',
    fallback: false,
    file: 'switch',
  },
  /** In ms, for each service. */
  timeBudget: {
    flags: '--time-budget <time>',
    description: 'time for each service; a shorter budget means shorter windows and more noise',
    parse: duration,
    fallback: DEFAULT_BUDGET_MS,
    fallbackText: '2m',
    file: 'text',
  },
  seed: {
    flags: '--seed <n>',
    description: 'seed of the random arrivals (default: from the clock)',
    parse: integer(0, 2 ** 31 - 1),
    file: 'integer',
  },
  dryRun: { flags: '--dry-run', description: 'print what would be measured, and stop' },
  json: {
    flags: '--json',
    description: 'print tune.json on stdout instead of the summary, one document per service',
  },
} as const satisfies Record<string, Declared>;

export type TuneOptions = OptionsOf<typeof TUNE_OPTIONS>;

/** The names of the options that choose among duet's own services. */
export const OF_OUR_OWN = Object.keys({ ...OWN_OPTIONS, ...MORE_OWN_OPTIONS });

export const addTuneOptions = (command: Command): Command => addDeclared(command, TUNE_OPTIONS);

function rate(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  if (number > 0 && number <= MOST_PER_S) return number;
  throw new InvalidArgumentError(`It must be a number of requests per second, above 0 and at most ${MOST_PER_S}.`);
}

/** In ms, from e.g. 100ms or 1.5s. */
function latency(value: string): number {
  const [, number, unit] = value.match(/^(\d+(?:\.\d+)?) ?(ms|s)$/) ?? [];
  const ms = Number(number) * (unit === 's' ? 1_000 : 1);
  if (ms > 0 && ms <= MOST_LATENCY_MS) return ms;
  const most = `${MOST_LATENCY_MS / 1_000}s`;
  throw new InvalidArgumentError(`It must be a time with its unit such as 100ms or 1.5s, and at most ${most}.`);
}

function rtt(value: string): number {
  const found = RTTS_MS.find((ms) => String(ms) === value);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`It must be one of ${RTTS_MS.join(', ')}: milliseconds.`);
}
