/** Where this program lies: in a checkout of its repository, or as a package in somebody's node_modules. */
import { accessSync, constants, existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuetError, EXIT, refused } from './errors.ts';

/** The folder that holds harness/ and fixtures/, and in a checkout the services. */
export const programRoot = fileURLToPath(new URL('..', import.meta.url));

/** A package has no services of duet's: it measures those of its reader. */
export const isPackage = !existsSync(path.join(programRoot, 'node/server.ts'));

/** Where the pages lie, which a package has beside what was compiled. */
const pages = path.join(programRoot, isPackage ? '..' : '', 'harness/docs');

/** A page of the documentation as a reader of messages can open it: from the current folder, or else by its whole path. */
export function pageAt(name: string): string {
  const page = path.join(pages, name);
  const fromHere = path.relative('', page);
  return fromHere.startsWith('..') ? page : fromHere;
}

/** Where runs keep what is the same for all of them. A folder that cannot be written to costs time, and nothing else. */
export const cacheFolder: string = isPackage
  ? packageCache(path.dirname(path.resolve(programRoot, '..')))
  : path.join(programRoot, 'node_modules/.cache');

/** Beside the installed packages, where CI caches find it; in the user's own cache where an install is read-only. */
export function packageCache(modules: string, env: NodeJS.ProcessEnv = process.env): string {
  if (isWritable(modules)) return path.join(modules, '.cache/duet');
  return path.join(env.XDG_CACHE_HOME || path.join(env.HOME || os.tmpdir(), '.cache'), 'duet');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param what e.g. "duet compare". @param instead what measures a service of the reader's in its place.
 * @throws DuetError (exit 2) in a package.
 */
export function requireOwnServices(
  what: string,
  inPackage = isPackage,
  instead = 'measure a service of yours (duet tune pool --command "…")',
): void {
  if (!inPackage) return;
  throw refused(
    `${what} measures the two services of duet's repository, and this is duet as a package, without them`,
    `${instead}, or use a checkout of duet`,
  );
}

/** The least Node that a package runs on: from here on Node reads a duet.config.ts as it is. */
export const LEAST_NODE = '22.18.0';

/** What to say where this Node is too old, else undefined. */
export function tooOldNode(version: string = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `Node.js ${LEAST_NODE} or newer is needed, and this is ${version}: install a newer one, e.g. 24`;
}

/** An install that was cut off, or changed by hand: what to say of an import that found no package, else undefined. */
export function incompleteInstall(error: unknown, inPackage = isPackage): DuetError | undefined {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  const [, name] = message.match(/^Cannot find (?:package|module) '([^'/.][^']*)'/) ?? [];
  if (code !== 'ERR_MODULE_NOT_FOUND' || name === undefined) return undefined;
  return new DuetError(`the package ${name} is missing: what is installed is not complete`, {
    exitCode: EXIT.environment,
    hint: inPackage ? 'install duet again: `npm install`' : 'remove node_modules, and run `make setup`',
    cause: error,
  });
}
