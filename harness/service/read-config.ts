/** A service of the reader's, from its config file: what it is, and what it is asked. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../errors.ts';
import { placeholdersIn } from './command-placeholders.ts';
import { ServiceConfig as Schema, type ServiceConfig } from './config.ts';
import { type ConfigPlace, findConfigFile, MEMBERS_EXPLAINED, readConfigFile } from './config-file.ts';
import { type FirstRequest, prepareFirst } from './first-request.ts';
import { picksFrom } from './pick-file.ts';
import { prepareRequests } from './prepare-requests.ts';
import type { NamedRequest } from './prepared.ts';
import { type Numbering, numberingAtRandom, shareOut } from './request-numbers.ts';
import { serviceName } from './service-name.ts';
import { inMs } from './time.ts';

/** What a service is asked. */
export interface Asked {
  readonly requests: readonly NamedRequest[];
  readonly first?: FirstRequest;
}

/** Its requests are numbered at random, for a service that is asked alone. */
export interface ReadService extends Asked {
  readonly config: ServiceConfig;
  /** The folder from which paths are meant: that of the file. */
  readonly dir: string;
  readonly name: string;
  readonly buildTimeoutMs: number;
  readonly readyTimeoutMs: number;
  readonly stopGraceMs: number;
  /** The same requests with other numbers, e.g. those of a side (`numberingsOfSides`). */
  askedWith(numbering: Numbering): Asked;
}

const DEFAULTS = { buildTimeout: '20m', readyTimeout: '30s', stopGrace: '3s' };

/** The config file in a folder; undefined where there is none. @throws DuetError (exit 2) where there are several. */
export const findServiceConfig = (dir: string): string | undefined => findConfigFile(dir, 'duet.config');

/**
 * Reads duet.config.ts, .js or .json.
 * @throws DuetError (exit 2) that names the file and the member that does not fit.
 */
export async function readServiceConfig(file: string, place: ConfigPlace = {}): Promise<ReadService> {
  const example = '{ start: "node server.js --port {port}", requests: { order: "GET /orders/7" } }';
  const config = await readConfigFile(file, Schema, { example, hint: MEMBERS_EXPLAINED, ...place });
  return prepareService(config, path.dirname(path.resolve(file)), place.called ?? file);
}

/**
 * @param where it was said, for the refusal: the name of the file.
 * @throws DuetError (exit 2) that names the member that does not fit.
 */
export function prepareService(config: ServiceConfig, dir: string, where: string): ReadService {
  refuseContradictions(config, dir, where);
  const around = { taken: Object.keys(config.first?.take ?? {}), pick: picksFrom(dir) };
  const all = prepareRequests(config, around, where);
  const first = config.first === undefined ? undefined : prepareFirst(config.first, around, where);
  const askedWith = (numbering: Numbering): Asked => {
    const [ofFirst, ...own] = shareOut(numbering, all.length + 1) as [Numbering, ...Numbering[]];
    const requests = all.map((numbered, at) => numbered(own[at] as Numbering));
    return first === undefined ? { requests } : { requests, first: first(ofFirst) };
  };
  return {
    config,
    dir,
    name: serviceName(path.resolve(dir, config.cwd ?? '.'), dir),
    buildTimeoutMs: inMs(config.buildTimeout ?? DEFAULTS.buildTimeout),
    readyTimeoutMs: inMs(config.readyTimeout ?? DEFAULTS.readyTimeout),
    stopGraceMs: inMs(config.stopGrace ?? DEFAULTS.stopGrace),
    ...askedWith(numberingAtRandom()),
    askedWith,
  };
}

function refuseContradictions({ start, env = {}, cwd, ready }: ServiceConfig, dir: string, where: string): void {
  if (![start, ...Object.values(env)].some((template) => template.includes('{port}'))) {
    // One that is not spelled right is the likely reason.
    placeholdersIn(`${where}: start`, start);
    for (const [name, template] of Object.entries(env)) placeholdersIn(`${where}: env.${name}`, template);
    throw refused(
      `${where}: neither start nor env has {port}: the service must listen on the port that it is given`,
      'start: "… --port {port}", or env: { PORT: "{port}" }',
    );
  }
  if (cwd !== undefined && !statSync(path.resolve(dir, cwd), { throwIfNoEntry: false })?.isDirectory()) {
    throw refused(`${where}: cwd: ${cwd} is no folder in ${dir}`, 'give it from the folder of the config file');
  }
  if (ready !== undefined && !ready.startsWith('/')) {
    throw refused(`${where}: ready: ${ready} must begin with a /`, 'write it e.g. as "/health"');
  }
}
