/** The options of `duet tune pool` that describe a service of the reader's. */
import { type Command, InvalidArgumentError } from 'commander';
import { EXAMPLE } from '../tune/subjects/headers.ts';
import { PLACEHOLDERS } from '../tune/subjects/template.ts';
import { integer } from './options.ts';

export interface ServiceOptions {
  /** A command line with placeholders, e.g. "uvicorn app:app --port {port}". */
  command?: string;
  cwd?: string;
  /** Answers 2xx once the service is ready. */
  readyPath?: string;
  /** Whether it is given a PostgreSQL of duet, as DATABASE_URL. */
  withDatabase?: boolean;
  /** Templates by the names of the variables. */
  env: Record<string, string>;
  /** Of a service that runs already. */
  url?: string;
  /** A command line that gives the running service its next setting. */
  hook?: string;
  /** e.g. "GET /orders/7". */
  request?: string;
  /** Sent with every request, by their names. */
  header: Record<string, string>;
  /** Hosts beyond loopback that may be driven. */
  allowHost: string[];
  /** The status with which the service says that no connection came free in time. */
  timeoutStatus: number;
  /** A file that says all of this. */
  config?: string;
}

/** The options that make no sense without `--command`, by their names in ServiceOptions. */
export const OF_A_COMMAND = ['cwd', 'env', 'readyPath', 'withDatabase'] as const;
/** Those that make none without either it or `--url`. */
export const OF_A_SERVICE = [...OF_A_COMMAND, 'hook', 'request', 'header', 'allowHost', 'timeoutStatus'] as const;

export function addServiceOptions(command: Command): Command {
  return command
    .option('--command <line>', 'tune a service of your own: how it is started, with {port}')
    .option(
      '--env <NAME=value>',
      'a variable of that service, e.g. POOL_SIZE={pool_size}; repeatable',
      variable,
      {} as Record<string, string>,
    )
    .option('--cwd <folder>', 'where its command is started (default: here)')
    .option('--ready-path <path>', 'answers 2xx once the service is ready (default: any answer to anything will do)')
    .option('--with-database', 'give it a PostgreSQL of duet: as DATABASE_URL and {database_url}')
    .option(
      '--request <line>',
      'what it is asked: "GET /orders/7", \'POST /orders {"id": {n}}\'; {n} counts, {n:1-1000} begins again',
    )
    .option(
      '--header <line>',
      'sent with every request, e.g. "Authorization: Bearer $TOKEN"; repeatable; secrets are not saved',
      header,
      {} as Record<string, string>,
    )
    .option('--url <address>', 'tune a service that runs already')
    .option('--hook <line>', 'a command that gives the running service its next setting, e.g. with {pool_size}')
    .option('--timeout-status <n>', 'with which it says that no connection came free in time', integer(400, 599), 503)
    .option('--allow-host <name>', 'drive this host, too; otherwise only loopback is; repeatable', collect, [])
    .option('--config <file>', 'a .ts or .json file with the same names; options given here win');
}

/** What the placeholders stand for, as a list. */
export function placeholderHelp(): string {
  const rows = Object.entries(PLACEHOLDERS).map(([name, meaning]) => `  ${`{${name}}`.padEnd(19)}${meaning}`);
  return ['Placeholders in --command, --env and --hook:', ...rows].join('\n');
}

function variable(value: string, before: Record<string, string>): Record<string, string> {
  const [, name, template] = value.match(/^([A-Za-z_]\w*)=(.*)$/s) ?? [];
  if (name !== undefined && template !== undefined) return { ...before, [name]: template };
  throw new InvalidArgumentError('It must look like NAME=value, e.g. POOL_SIZE={pool_size}.');
}

function header(line: string, before: Record<string, string>): Record<string, string> {
  const [, name, value] = line.match(/^([^:\s]+):(.*)$/s) ?? [];
  if (name !== undefined && value !== undefined) return { ...before, [name]: value };
  throw new InvalidArgumentError(`It must look like "Name: value", e.g. ${EXAMPLE}.`);
}

const collect = (value: string, before: string[]): string[] => [...before, value];
