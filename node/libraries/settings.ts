/**
 * What the environment says to the process of a library. Numbers are plain digits; an empty variable counts as unset. Nothing
 * is imported for it: what this process loads besides the library counts as the library's time to start, and as its memory.
 */
import type { LibrarySettings } from './library.ts';

type Environment = NodeJS.ProcessEnv;

/** A variable that is missing or out of bounds; the message names it and never repeats its value. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Throws SettingsError, which names the variable. */
export function readLibrarySettings(environment: Environment): LibrarySettings {
  const databaseUrl = environment.DATABASE_URL;
  const upstreamUrl = environment.UPSTREAM_URL?.replace(/\/+$/, '');
  const filesDir = environment.FILES_DIR;
  const max = wholeNumber(environment, 'POOL_MAX', 1, 1_000);
  const waitMs = wholeNumber(environment, 'POOL_WAIT_MS', 1, 600_000);
  return {
    ...(databaseUrl && { databaseUrl }),
    ...(upstreamUrl && { upstreamUrl }),
    ...(filesDir && { filesDir }),
    port: wholeNumber(environment, 'PORT', 0, 65_535) ?? 0,
    pool: { ...(max && { max }), ...(waitMs && { waitMs }) },
    workers: wholeNumber(environment, 'WORKERS', 1, 64) ?? 2,
    exitWithParent: wholeNumber(environment, 'EXIT_WITH_PARENT', 0, 1) === 1,
  };
}

/** A setting that a field cannot do without, e.g. required(settings, 'databaseUrl'). Throws SettingsError. */
export function required(settings: LibrarySettings, field: 'databaseUrl' | 'upstreamUrl' | 'filesDir'): string {
  const value = settings[field];
  if (value === undefined) throw new SettingsError(`${field.replace(/[A-Z]/g, '_$&').toUpperCase()} must be set`);
  return value;
}

function wholeNumber(environment: Environment, name: string, min: number, max: number): number | undefined {
  const text = environment[name];
  if (!text) return undefined;
  const number = Number(text);
  if (/^[0-9]{1,10}$/.test(text) && number >= min && number <= max) return number;
  throw new SettingsError(`${name} must be a whole number from ${min} to ${max}`);
}
