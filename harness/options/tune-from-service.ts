/** What duet.config.ts says of a service, as options of `duet tune pool`. Its `tune` member holds those of tuning. */
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { refused } from '../errors.ts';
import type { DatabaseConfig } from '../service/config.ts';
import type { ReadService } from '../service/read-config.ts';
import { wrongMember } from '../service/wrong-member.ts';
import { TUNE_SCHEMA, type TuneConfig } from './tune-file.ts';

/**
 * @param file for the refusal.
 * @param name of the request to tune with; by default the first.
 * @throws DuetError (exit 2) for a member of `tune` that does not fit, and for a request that there is not.
 */
export function tuneConfigOf(service: ReadService, file: string, name?: string): TuneConfig {
  const { config, dir, readyTimeoutMs } = service;
  const { tune = {}, cwd, env, ready, database, headers, expect = [], first } = config;
  const wrong = wrongMember(TUNE_SCHEMA, tune, 'tune');
  if (wrong !== undefined) throw refused(`${file}: ${wrong}`, 'duet tune pool --help');
  const more = tune as TuneConfig;
  const given = config.requests[name ?? (Object.keys(config.requests)[0] as string)];
  if (given === undefined) {
    const known = Object.keys(config.requests);
    const hint = `did you mean "${closest(name ?? '', known)}"? There are ${known.join(', ')}`;
    throw refused(`--request ${name}: ${file} has no request of that name`, hint);
  }
  if (first?.headers !== undefined) {
    throw refused(`${file}: first.headers: duet tune pool sends the first request without headers`, 'leave them out');
  }
  const request = typeof given === 'string' ? { request: given } : given;
  return {
    command: config.start,
    cwd: path.resolve(dir, cwd ?? '.'),
    readyTimeout: `${Math.ceil(readyTimeoutMs / SECOND_MS)}s`,
    ...(ready === undefined ? {} : { readyPath: ready }),
    ...(database?.from === 'duet' ? ownDatabase(database) : {}),
    ...(first === undefined ? {} : { first: first.request, take: first.take }),
    request: request.request,
    header: { ...headers, ...request.headers },
    expect: [...expect, ...(request.expect ?? [])],
    ...more,
    env: { ...env, ...more.env },
  };
}

const ownDatabase = ({ migrate, seed }: DatabaseConfig): Pick<TuneConfig, 'withDatabase' | 'migrate' | 'seedData'> => ({
  withDatabase: true,
  ...(migrate === undefined ? {} : { migrate }),
  ...(seed === undefined ? {} : { seedData: seed }),
});

const SECOND_MS = 1_000;
