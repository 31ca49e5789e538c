/** The options of `duet tune pool` that describe a service of the reader's. */
import { tableLines } from '../report/kit/terminal.ts';
import { PLACEHOLDERS } from '../service/command-placeholders.ts';
import { EXPECTATIONS } from '../service/expectations.ts';
import { REQUEST_PLACEHOLDERS } from '../service/request-placeholders.ts';
import type { Declared } from './declared.ts';
import { DESCRIBED_SERVICE } from './service.ts';
import { collect, expectation, header, NO_TEXTS, NO_WORDS, variable } from './service-values.ts';
import { duration, integer } from './values.ts';

/** In the order of the help. */
export const SERVICE_OPTIONS = {
  /** A command line with placeholders, e.g. "uvicorn app:app --port {port}". */
  command: {
    flags: '--command <line>',
    description: 'the command that starts a service of your own, with {port}',
    file: 'text',
  },
  /** Templates by the names of the variables. */
  env: {
    flags: '--env <NAME=value>',
    description: 'an environment variable of that service, e.g. POOL_SIZE={pool_size}; repeatable',
    parse: variable,
    fallback: NO_TEXTS,
    file: 'numbersOrTexts',
  },
  cwd: {
    flags: '--cwd <folder>',
    description: 'the folder in which its command runs (default: the current one)',
    file: 'text',
  },
  readyPath: {
    flags: '--ready-path <path>',
    description: 'a path that answers 2xx once the service is ready (default: any answer to any request)',
    file: 'text',
  },
  /** In ms, for every start. */
  readyTimeout: {
    flags: '--ready-timeout <time>',
    description: 'how long each start may take until the service is ready',
    parse: duration,
    fallback: 30_000,
    fallbackText: '30s',
    file: 'text',
  },
  /** Whether it is given a PostgreSQL of duet, as DATABASE_URL. */
  withDatabase: {
    flags: '--with-database',
    description: 'start a PostgreSQL for it, passed as DATABASE_URL, PGHOST, PGPORT …, and {database_url}, {db_host} …',
    file: 'switch',
  },
  migrate: {
    flags: '--migrate <line>',
    description: 'a command that makes its tables in the PostgreSQL of --with-database, before anything is started',
    file: 'text',
  },
  seedData: { flags: '--seed-data <line>', description: 'a command that fills them, after --migrate', file: 'text' },
  request: {
    flags: '--request <line>',
    description:
      'the request to send: "GET /orders/7", \'POST /orders {"id": {n}}\'; {n} never repeats, {n:1-1000} starts over',
    file: 'text',
  },
  header: {
    flags: '--header <line>',
    description: 'a header of every request, e.g. "Authorization: Bearer $TOKEN"; repeatable; its value is not saved',
    parse: header,
    fallback: NO_TEXTS,
    file: 'texts',
  },
  first: { ...DESCRIBED_SERVICE.first, file: 'text' },
  take: { ...DESCRIBED_SERVICE.take, file: 'texts' },
  /** Rules for the bodies of answers. */
  expect: {
    flags: '--expect <rule>',
    description:
      'what a body must match in addition to a 2xx status, e.g. json:data.user.id, json:errors= or \'contains:"data"\'; repeatable',
    parse: expectation,
    fallback: NO_WORDS,
    file: 'words',
  },
  url: { flags: '--url <address>', description: 'the address of a service that is already running', file: 'text' },
  hook: {
    flags: '--hook <line>',
    description: 'a command that applies the next setting to the running service, e.g. with {pool_size}',
    file: 'text',
  },
  timeoutStatus: {
    flags: '--timeout-status <n>',
    description: 'the status with which the service says that no connection became free in time; often 500',
    parse: integer(400, 599),
    fallback: 503,
    file: 'integer',
  },
  /** Hosts beyond loopback. */
  allowHost: {
    flags: '--allow-host <name>',
    description: 'also send load to this host, not only to loopback addresses; repeatable',
    parse: collect,
    fallback: NO_WORDS,
    file: 'words',
  },
  config: {
    flags: '--config <file>',
    description: 'a .ts or .json file with these options; those on the command line win',
  },
} as const satisfies Record<string, Declared>;

type Name = keyof typeof SERVICE_OPTIONS;

/** The options that make no sense without `--command`. */
export const OF_A_COMMAND = [
  ...(['cwd', 'env', 'readyPath', 'withDatabase', 'migrate', 'seedData'] as const satisfies Name[]),
];
/** The options that make no sense without a service of the reader's: without either `--command` or `--url`. */
export const OF_A_SERVICE = [
  ...OF_A_COMMAND,
  ...([
    'first',
    'take',
    'hook',
    'request',
    'header',
    'expect',
    'allowHost',
    'timeoutStatus',
    'readyTimeout',
  ] as const satisfies Name[]),
];

/** What the placeholders stand for, and the rules for answers, as lists. */
export function serviceHelp(): string {
  const lines = (meanings: Readonly<Record<string, string>>) =>
    tableLines(Object.entries(meanings).map(([name, meaning]) => [`  ${name}`, meaning]));
  const rows = (meanings: Readonly<Record<string, string>>) =>
    lines(Object.fromEntries(Object.entries(meanings).map(([name, meaning]) => [`{${name}}`, meaning])));
  return [
    ...['Placeholders in --command, --env and --hook:', ...rows(PLACEHOLDERS)],
    ...['In --request and --header:', ...rows(REQUEST_PLACEHOLDERS)],
    ...['Rules of --expect:', ...lines(EXPECTATIONS)],
  ].join('\n');
}
