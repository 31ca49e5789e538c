/** The database of one side, as the service of that side is given it: directly, or by way of the proxy that counts. */
import { databaseParts, libpqVariables } from '../lab/database-parts.ts';
import { openProxy, type ProxyControl, type ProxyProcess } from '../lab/proxy-process.ts';
import type { SideDatabase } from '../lab/side-databases.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { PlaceholderValues } from './command-placeholders.ts';
import type { DatabaseConfig } from './config.ts';

/** Why no proxy can stand in front of it: only an address with one host can be written anew. */
export type Unproxied = 'name=value pairs' | 'unix socket' | 'certificate';

/** Which way leads to it. */
export type Via = 'direct' | 'proxy';

export interface ServiceDatabase extends SideDatabase {
  /** What counts its round trips; or why nothing does. */
  readonly proxy: ProxyControl | Unproxied;
  /** As a service is given it. Where there is no proxy, every way is the direct one. */
  urlBy(via: Via): string;
}

export interface OpenServiceDatabase extends ServiceDatabase, AsyncDisposable {
  readonly death: () => string | undefined;
}

/** Puts a proxy in front of the database of a side, where there can be one. */
export async function openServiceDatabase(
  workplace: Workplace,
  logDir: string,
  /** What messages and logs call it. */
  side: string,
  database: SideDatabase,
): Promise<OpenServiceDatabase> {
  const unproxied = whyUnproxied(database.url);
  if (unproxied !== undefined) {
    return {
      ...{ ...database, proxy: unproxied, urlBy: () => database.url, death: () => undefined },
      async [Symbol.asyncDispose]() {},
    };
  }
  const naming = { logName: `proxy-${side}`, what: `the network proxy of ${side}` };
  const proxy: ProxyProcess = await openProxy(workplace, logDir, database.url, naming);
  const proxied = proxy.through(database.url);
  return {
    ...{ ...database, proxy: proxy.control, death: proxy.death },
    urlBy: (via) => (via === 'proxy' ? proxied : database.url),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

function whyUnproxied(url: string): Unproxied | undefined {
  if (!URL.canParse(url)) return 'name=value pairs';
  const { hostname, searchParams } = new URL(url);
  if (hostname === '' || searchParams.has('host') || searchParams.has('hostaddr')) return 'unix socket';
  return searchParams.get('sslmode') === 'verify-full' ? 'certificate' : undefined;
}

/** What the placeholders of the database stand for. */
export const databaseValues = (url: string): PlaceholderValues => ({ database_url: url, ...databaseParts(url) });

/**
 * The variables that say where it is. Of a PostgreSQL that duet starts they say all: what the reader's shell has for
 * another one is left out.
 */
export function databaseEnvironment(
  environment: Readonly<Record<string, string>>,
  url: string,
  from: DatabaseConfig['from'],
): Record<string, string> {
  const others = Object.entries(environment).filter(([name]) => from === 'DATABASE_URL' || !/^PG[A-Z]+$/.test(name));
  return { ...Object.fromEntries(others), DATABASE_URL: url, ...libpqVariables(url) };
}
