/** The service that a command line and a config file describe together: what is typed wins. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import { refused } from '../errors.ts';
import type { FirstRequestConfig, ServiceConfig } from '../service/config.ts';
import { findServiceConfig, prepareService, type ReadService, readServiceConfig } from '../service/read-config.ts';
import { readNamedLine, requestName } from '../service/request-name.ts';
import { type DescribedService, typedParts } from './service.ts';

/**
 * Undefined where neither a file nor an option describes one: then duet's own services are meant.
 * @param dir where a file is looked for that was not named.
 * @throws DuetError (exit 2) that names the option or the member that does not fit.
 */
export async function describedService(command: Command, dir = '.'): Promise<ReadService | undefined> {
  const typed = typedParts(command).filter((name) => name !== 'config');
  const options = command.opts<DescribedService>();
  const file = options.config ?? findServiceConfig(dir);
  const service = file === undefined ? undefined : await readServiceConfig(file);
  if (typed.length === 0) return service;
  const where = file === undefined ? 'the command line' : `${file} with the command line`;
  return prepareService(withTyped(options, service?.config), service?.dir ?? resolve(dir), where);
}

/**
 * What a file says, with what was typed over it; what is empty is left out.
 * @throws DuetError (exit 2) where a part is missing that nothing else can say.
 */
export function withTyped(options: DescribedService, file: Partial<ServiceConfig> = {}): ServiceConfig {
  const { build, buildTimeout, cwd, stopGrace, readyPath, readyTimeout, start = file.start } = options;
  if (start === undefined) {
    throw refused('nothing says how your service is started', 'duet init writes a duet.config.ts, or use --start');
  }
  const typed = present({ build, buildTimeout, cwd, stopGrace, ready: readyPath, readyTimeout });
  const lists = {
    env: { ...file.env, ...options.env },
    headers: { ...file.headers, ...options.header },
    expect: [...(file.expect ?? []), ...options.expect],
    ignore: [...(file.ignore ?? []), ...options.ignore],
  };
  const database = databaseOf(options, file.database);
  const first = firstOf(options, file.first);
  const requests = requestsOf(options.request, file.requests);
  return { ...file, ...typed, start, ...nonEmpty(lists), ...present({ database, first }), requests };
}

function databaseOf(
  { database, migrate, seedData }: DescribedService,
  file: ServiceConfig['database'],
): ServiceConfig['database'] {
  const commands = present({ migrate, seed: seedData });
  const from = database ?? file?.from;
  if (from !== undefined) return { ...file, from, ...commands };
  if (Object.keys(commands).length === 0) return undefined;
  throw refused('--migrate and --seed-data need a database', '--database duet, or --database DATABASE_URL');
}

function firstOf(
  { first: request, take }: DescribedService,
  file: FirstRequestConfig | undefined,
): FirstRequestConfig | undefined {
  const line = request ?? file?.request;
  if (line !== undefined) return { ...file, request: line, take: { ...file?.take, ...take } };
  if (Object.keys(take).length === 0) return undefined;
  throw refused('--take needs a request whose answer has the value', `--first 'POST /login {"user": "a"}'`);
}

/** The requests that are typed, each described or named as in the file; those of the file where none is typed. */
export function requestsOf(typed: readonly string[], file: ServiceConfig['requests'] = {}): ServiceConfig['requests'] {
  if (typed.length === 0) return file;
  const chosen: ServiceConfig['requests'] = {};
  for (const one of typed) {
    const described = readNamedLine(one);
    if (described !== undefined) {
      chosen[described.name ?? requestName(described.line, Object.keys(chosen))] = described.line;
    } else chosen[one] = file[one] ?? refuseUnknown(one, Object.keys(file));
  }
  return chosen;
}

function refuseUnknown(name: string, known: string[]): never {
  const hint =
    known.length === 0
      ? '--request "GET /orders/7"'
      : `did you mean "${closest(name, known)}"? There are ${known.join(', ')}`;
  throw refused(`--request ${name}: there is no request of that name`, hint);
}

/** Only the members that have a value. */
const present = <T extends object>(members: T): { [Name in keyof T]?: NonNullable<T[Name]> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: NonNullable<T[Name]>;
  };

/** Only those that have an element. */
const nonEmpty = <T extends Record<string, object>>(lists: T): Partial<T> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => Object.keys(list).length > 0)) as Partial<T>;
