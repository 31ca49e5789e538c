/** How a PostgreSQL is reached: its hosts in turn, and for each with or without TLS, by the rules of libpq. */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import type pg from 'pg';
import { refused } from '../errors.ts';
import { type ConnectionSettings, readConnectionString } from './connection-string.ts';

const DEFAULT_PORT = 5432;
const TIMEOUT_MS = 5_000;
/** Where servers have their sockets: Debian's, and PostgreSQL's own. */
const SOCKET_FOLDERS = ['/var/run/postgresql', '/tmp'];

/**
 * For each host, what is to be tried in this order.
 * @throws DuetError (exit 2) that names the part that is not understood, or a file that cannot be read.
 */
export function connectionAttempts(text: string, environment: NodeJS.ProcessEnv = process.env): pg.ClientConfig[][] {
  const settings = readConnectionString(text);
  const login = loginOf(settings, environment);
  return hostsOf(settings, environment).map(({ host, address, port }) =>
    tlsOf(host, settings, environment).map((ssl) => ({ ...login, host: address, port, ssl })),
  );
}

function loginOf(settings: ConnectionSettings, environment: NodeJS.ProcessEnv): pg.ClientConfig {
  const user = settings.get('user') ?? environment.PGUSER ?? os.userInfo().username;
  const seconds = Number(settings.get('connect_timeout') ?? environment.PGCONNECT_TIMEOUT ?? 0);
  const [password, options] = [settings.get('password'), settings.get('options')];
  const negotiation = settings.get('sslnegotiation');
  return {
    user,
    database: settings.get('dbname') ?? environment.PGDATABASE ?? user,
    connectionTimeoutMillis: seconds > 0 ? seconds * 1_000 : TIMEOUT_MS,
    ...(password === undefined ? {} : { password }),
    ...(options === undefined ? {} : { options }),
    ...(negotiation === 'direct' ? { sslnegotiation: 'direct' as const } : {}),
  };
}

interface Host {
  /** Which a certificate must name. */
  host: string;
  address: string;
  port: number;
}

function hostsOf(settings: ConnectionSettings, environment: NodeJS.ProcessEnv): Host[] {
  const ports = (settings.get('port') ?? environment.PGPORT ?? '').split(',');
  const portOf = (at: number) => readPort(ports.length === 1 ? ports[0] : ports[at]);
  const addresses = settings.get('hostaddr')?.split(',');
  const named = settings.get('host') || environment.PGHOST || addresses?.join(',');
  const hosts = named === undefined ? [defaultHost(portOf(0))] : named.split(',');
  if (ports.length > 1 && ports.length !== hosts.length) {
    const message = `DATABASE_URL is not understood: it has ${hosts.length} hosts and ${ports.length} ports`;
    throw refused(message, 'give one port for all hosts, or one for each');
  }
  return hosts.map((host, at) => {
    const name = host === '' ? defaultHost(portOf(at)) : host;
    return { host: name, address: addresses?.[at] || name, port: portOf(at) };
  });
}

/** A socket where there is one, as for libpq. */
const defaultHost = (port: number): string =>
  SOCKET_FOLDERS.find((folder) => existsSync(path.join(folder, `.s.PGSQL.${port}`))) ?? 'localhost';

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw refused(`DATABASE_URL is not understood: ${text} is not a port`, 'use a number from 1 to 65535');
}

/**
 * With which TLS, in this order. Where nothing is said, without: a server that demands it is asked again with it
 * (libpq does it the other way round, which costs the service that is watched its speed on a loopback).
 */
function tlsOf(
  host: string,
  settings: ConnectionSettings,
  environment: NodeJS.ProcessEnv,
): (false | ConnectionOptions)[] {
  const mode = settings.get('sslmode') ?? environment.PGSSLMODE ?? 'allow';
  // No server speaks TLS on a Unix socket.
  if (mode === 'disable' || host.startsWith('/')) return [false];
  const own = certificateOf(settings, environment);
  const anybody = { ...own, rejectUnauthorized: false };
  if (mode === 'allow') return [false, anybody];
  if (mode === 'prefer') return [anybody, false];
  if (mode === 'no-verify') return [anybody];
  const ca = authorityOf(settings, environment);
  if (mode === 'require' && ca === undefined) return [anybody];
  // pg gives no name to check where the host is an address.
  const checked = {
    ...own,
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
  if (mode === 'verify-full' || settings.get('sslrootcert') === 'system') {
    return [{ ...checked, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) }];
  }
  return [{ ...checked, checkServerIdentity: () => undefined }];
}

/** Whom to trust; undefined for whom Node trusts. */
function authorityOf(settings: ConnectionSettings, environment: NodeJS.ProcessEnv): string | undefined {
  const given = settings.get('sslrootcert') ?? environment.PGSSLROOTCERT;
  if (given === 'system') return undefined;
  if (given !== undefined) return readPem('sslrootcert', given);
  const usual = path.join(os.homedir(), '.postgresql/root.crt');
  return existsSync(usual) ? readPem('sslrootcert', usual) : undefined;
}

/** The client's own certificate, where the server asks for one. */
function certificateOf(settings: ConnectionSettings, environment: NodeJS.ProcessEnv): ConnectionOptions {
  const [cert, key] = [
    settings.get('sslcert') ?? environment.PGSSLCERT,
    settings.get('sslkey') ?? environment.PGSSLKEY,
  ];
  const passphrase = settings.get('sslpassword');
  return {
    ...(cert === undefined ? {} : { cert: readPem('sslcert', cert) }),
    ...(key === undefined ? {} : { key: readPem('sslkey', key) }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function readPem(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(
      `DATABASE_URL: ${name}=${file} cannot be read: ${(error as Error).message}`,
      'give a file with a certificate or key',
    );
  }
}
