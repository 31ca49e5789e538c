/** The service's settings: read from environment variables, validated once, refused as a whole on the first bad one. */
import { statSync } from 'node:fs';

/** A client's idle connection is kept this long. */
export const KEEP_ALIVE_MS = 75_000;

export interface Settings {
  /** postgresql:// address; may hold a password, so it is never printed. */
  databaseUrl: string;
  /** http(s):// address of the external API, without a slash at the end. */
  upstreamUrl: string;
  /** Folder of the files that the streaming pattern may read. */
  filesDir: string;
  host: string;
  /** 0 for any free port. */
  port: number;
  poolSize: number;
  maxOverflow: number;
  /** The most connections that the pool opens: pool size and overflow together, unless set by itself. */
  poolMax: number;
  /** How long a request may wait for a connection. */
  poolTimeoutMs: number;
  /** An idle connection is closed after this time; 0 for never. */
  poolIdleTimeoutMs: number;
  /** A connection is closed after it was given out so often; 0 for no bound. */
  poolMaxUses: number;
  connectTimeoutMs: number;
  upstreamConnections: number;
  upstreamTimeoutMs: number;
  /** Threads of the warm worker pool. */
  workers: number;
  /** Shut down when stdin ends, which it does when the owner of this process dies. */
  exitWithParent: boolean;
}

/** A variable that is missing or out of bounds; the message names it and never repeats its value. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Reads the settings. An empty variable counts as unset. Throws SettingsError. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  function text(name: string, fallback?: string): string {
    const value = environment[name] || fallback;
    if (value === undefined) throw new SettingsError(`${name} must be set`);
    return value;
  }
  function integer(name: string, fallback: number, min: number, max: number): number {
    const value = text(name, String(fallback));
    const number = /^[0-9]{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new SettingsError(`${name} must be a whole number from ${min} to ${max}`);
  }
  function connections(name: string, fallback: number, min: number, max: number): number {
    if (environment[name] !== 'unlimited') return integer(name, fallback, min, max);
    throw new SettingsError(`${name} cannot be unlimited here: a pg.Pool always has a bound`);
  }
  function address(name: string, schemes: string[]): string {
    const value = text(name);
    if (URL.canParse(value) && schemes.includes(new URL(value).protocol)) return value;
    throw new SettingsError(`${name} must be an address that starts with ${schemes[0]}//`);
  }
  function folder(name: string): string {
    const value = text(name);
    if (statSync(value, { throwIfNoEntry: false })?.isDirectory()) return value;
    throw new SettingsError(`${name} must be an existing folder`);
  }
  const poolSize = connections('POOL_SIZE', 20, 1, 1_000);
  const maxOverflow = connections('MAX_OVERFLOW', 10, 0, 1_000);
  return {
    databaseUrl: address('DATABASE_URL', ['postgresql:', 'postgres:']),
    upstreamUrl: address('UPSTREAM_URL', ['http:', 'https:']).replace(/\/+$/, ''),
    filesDir: folder('FILES_DIR'),
    host: text('HOST', '127.0.0.1'),
    port: integer('PORT', 0, 0, 65_535),
    poolSize,
    maxOverflow,
    poolMax: connections('POOL_MAX', poolSize + maxOverflow, 1, 2_000),
    poolTimeoutMs: integer('POOL_TIMEOUT_MS', 5_000, 1, 600_000),
    poolIdleTimeoutMs: integer('POOL_IDLE_TIMEOUT_MS', 0, 0, 86_400_000),
    poolMaxUses: integer('POOL_MAX_USES', 0, 0, 1_000_000_000),
    connectTimeoutMs: integer('CONNECT_TIMEOUT_MS', 5_000, 1, 600_000),
    upstreamConnections: integer('UPSTREAM_CONNECTIONS', 10, 1, 1_000),
    upstreamTimeoutMs: integer('UPSTREAM_TIMEOUT_MS', 10_000, 1, 600_000),
    workers: integer('WORKERS', 2, 1, 64),
    exitWithParent: integer('EXIT_WITH_PARENT', 0, 0, 1) === 1,
  };
}
