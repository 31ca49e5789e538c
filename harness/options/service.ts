/**
 * The options that describe a service of the reader's for `duet diff` and `duet ab`: every part of duet.config.ts that
 * one line can say. What is typed wins over the file.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { DatabaseConfig } from '../service/config.ts';
import { readNamedLine } from '../service/request-name.ts';
import { TIME } from '../service/time.ts';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { expectation, header, ignoredPath, NO_TEXTS, NO_WORDS, taken, variable } from './service-values.ts';
import { name } from './values.ts';

const DATABASES = ['duet', 'DATABASE_URL'] as const satisfies DatabaseConfig['from'][];

/** In the order of the help. */
export const DESCRIBED_SERVICE = {
  config: {
    flags: '--config <file>',
    description: 'what a service of your own is (default: duet.config.ts, .mts, .js, .mjs or .json in this folder)',
  },
  start: { flags: '--start <line>', description: 'the command that starts a service of your own, with {port}' },
  build: { flags: '--build <line>', description: 'the command that installs and builds it, once per side' },
  buildTimeout: {
    flags: '--build-timeout <time>',
    description: 'how long a build may take, and a migration and a seed each (default: 20m)',
    parse: time,
  },
  cwd: { flags: '--cwd <folder>', description: 'the folder in which its commands run' },
  env: {
    flags: '--env <NAME=value>',
    description: 'an environment variable of its commands, e.g. PORT={port}; repeatable',
    parse: variable,
    fallback: NO_TEXTS,
  },
  readyPath: {
    flags: '--ready-path <path>',
    description: 'a path that answers 2xx once it is ready (default: any answer to any request)',
  },
  readyTimeout: {
    flags: '--ready-timeout <time>',
    description: 'how long a start may take (default: 30s)',
    parse: time,
  },
  stopGrace: {
    flags: '--stop-grace <time>',
    description: 'how long it may take to end after SIGTERM (default: 3s)',
    parse: time,
  },
  database: {
    flags: '--database <name>',
    description: 'its PostgreSQL: duet for one that duet starts, DATABASE_URL for copies of the one that it names',
    parse: name(DATABASES, 'database'),
  },
  migrate: { flags: '--migrate <line>', description: 'the command that makes the tables of a side, in its code' },
  seedData: { flags: '--seed-data <line>', description: 'the command that fills them, after --migrate' },
  first: {
    flags: '--first <line>',
    description: 'a request that is sent before all others, e.g. \'POST /login {"user": "a"}\'',
  },
  take: {
    flags: '--take <name=source>',
    description: 'a placeholder that its answer fills, e.g. token=json:access_token; repeatable',
    parse: taken,
    fallback: NO_TEXTS,
  },
  request: {
    flags: '--request <line>',
    description: 'a request to measure: "GET /orders/7", "list=GET /orders", or its name in the file; repeatable',
    parse: request,
    fallback: NO_WORDS,
  },
  header: {
    flags: '--header <line>',
    description: 'a header of every request, e.g. "Authorization: Bearer $TOKEN"; repeatable; its value is not saved',
    parse: header,
    fallback: NO_TEXTS,
  },
  expect: {
    flags: '--expect <rule>',
    description: 'what every body must match in addition to a 2xx status, e.g. json:data.user.id; repeatable',
    parse: expectation,
    fallback: NO_WORDS,
  },
  ignore: {
    flags: '--ignore <path>',
    description: 'a part of the answers that may differ between the sides, e.g. $.created_at; repeatable',
    parse: ignoredPath,
    fallback: NO_WORDS,
  },
} as const satisfies Record<string, Declared>;

export type DescribedService = OptionsOf<typeof DESCRIBED_SERVICE>;

export const addDescribedService = (command: Command): Command => addDeclared(command, DESCRIBED_SERVICE);

/** What was typed of them, or else undefined. */
export const typedParts = (command: Command): string[] =>
  Object.keys(DESCRIBED_SERVICE).filter((name) => command.getOptionValueSource(name) === 'cli');

function request(value: string, before: string[]): string[] {
  if (readNamedLine(value) !== undefined || /^[^\s=]+$/.test(value)) return [...before, value];
  throw new InvalidArgumentError('It must look like "GET /orders/7" or "list=GET /orders", or be a name in the file.');
}

function time(value: string): string {
  if (TIME.test(value)) return value;
  throw new InvalidArgumentError('It must be a time such as 500ms, 30s or 2m.');
}
