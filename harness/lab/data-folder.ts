/**
 * The data of a new PostgreSQL. What initdb makes, and what loads the tables of duet, is the same every time, so it is kept
 * beside the installed packages, and the next run copies it. A list of its files with their checksums lies there, too: what
 * has lost or changed one is not copied.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';
import { hintForTemporary } from '../file-errors.ts';
import { binariesVersion } from './postgres-binaries.ts';

export const SUPERUSER = 'duet';

/** How the commands of PostgreSQL are run. */
export interface Runner {
  /** The folder with bin/, lib/ and share/. */
  native: string;
  /** The folder in which the data folder of the run lies. */
  dir: string;
  env: Record<string, string>;
  /** Empty for ourselves. */
  owner: { uid?: number; gid?: number };
}

export interface DataFolder {
  dir: string;
  /** Opens it for its superuser until the run has set one of its own: whoever copies the same data has the same. */
  password: string;
}

/** Where that of a run lies. */
export const dataFolderIn = ({ dir }: Pick<Runner, 'dir'>): string => path.join(dir, 'pgdata');

const OPTIONS = ['-U', SUPERUSER, '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', '-N'];

/** @throws DuetError when it cannot be made. */
export async function initialize(runner: Runner): Promise<DataFolder> {
  const { native, dir, env, owner } = runner;
  const data = { dir: dataFolderIn(runner), password: randomBytes(18).toString('hex') };
  const passwordFile = path.join(dir, 'pgpass');
  mkdirSync(data.dir, { mode: 0o700 });
  writeFileSync(passwordFile, data.password, { mode: 0o600 });
  for (const file of [data.dir, passwordFile]) give(file, owner);
  const options = [...OPTIONS, '-D', data.dir, `--pwfile=${passwordFile}`];
  const initdb = await execa(path.join(native, 'bin/initdb'), options, {
    ...{ env, extendEnv: false, cwd: dir, reject: false, all: true },
    ...owner,
  });
  if (!initdb.failed) return data;
  throw new DuetError(`initdb failed: ${initdb.all || initdb.originalMessage}`, {
    exitCode: EXIT.environment,
    hint: initdb.all?.includes(NO_SPACE) ? hintForTemporary() : 'set DATABASE_URL to use a PostgreSQL of your own',
  });
}
/** What initdb, which runs in the C locale, says of a full disk. */
const NO_SPACE = 'No space left on device';

/** What is kept: the data, the list of its files, and its password. */
const DATA = 'data';
const LIST = 'files.txt';
const PASSWORD = 'password';
/** The process id of the server that runs on it. */
const RUNNING = 'postmaster.pid';

/**
 * Where data is kept. Another version of PostgreSQL, other options of initdb and other tables have another name.
 * @param tables the version of those that it holds, if any.
 */
export function keptFolderOf(cache: string, tables?: string): string {
  const made = [binariesVersion(), ...OPTIONS, DATA, LIST, PASSWORD, ...(tables === undefined ? [] : [tables])];
  const hash = createHash('sha256').update(made.join(' ')).digest('hex').slice(0, 16);
  return path.join(cache, tables === undefined ? hash : `${WITH_TABLES}${hash}`);
}
const WITH_TABLES = 'tables-';

/** Undefined where there is nothing to copy, where it is not what the list says, and where another user has made it. */
export function copyKept(kept: string, runner: Runner): DataFolder | undefined {
  const dir = dataFolderIn(runner);
  try {
    const list = readFileSync(path.join(kept, LIST), 'utf8');
    const password = readFileSync(path.join(kept, PASSWORD), 'utf8');
    cpSync(path.join(kept, DATA), dir, { recursive: true });
    if (listFiles(dir) === list) {
      chmodSync(dir, 0o700);
      for (const file of [dir, ...pathsUnder(dir)]) give(file, runner.owner);
      return { dir, password };
    }
  } catch {
    // It is not there, or not all of it.
  }
  forget(kept, runner);
  return undefined;
}

/** What no server runs on, with its copy. */
export function forget(kept: string, runner: Runner): void {
  for (const dir of [dataFolderIn(runner), kept]) remove(dir);
}

/**
 * Under its name only when it is complete, and on the disk: a power cut must not leave half of it. Of data with tables only
 * the last one is kept.
 * @param data of a server that has been shut down. Nothing is kept of one that was killed.
 */
export function keep({ dir, password }: DataFolder, kept: string): void {
  if (existsSync(path.join(dir, RUNNING))) return;
  const unfinished = `${kept}.${process.pid}.new`;
  const data = path.join(unfinished, DATA);
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    cpSync(dir, data, { recursive: true });
    writeFileSync(path.join(unfinished, LIST), listFiles(data));
    writeFileSync(path.join(unfinished, PASSWORD), password, { mode: 0o600 });
    for (const file of pathsUnder(unfinished)) sync(file);
    if (path.basename(kept).startsWith(WITH_TABLES)) removeOthers(kept);
    renameSync(unfinished, kept);
  } catch {
    // The install is read-only, or another run was faster: the next run asks again.
    remove(unfinished);
  }
}

/** With the tables of an earlier version. What another run is making now is left alone. */
function removeOthers(kept: string): void {
  const cache = path.dirname(kept);
  for (const name of readdirSync(cache)) {
    if (name.startsWith(WITH_TABLES) && !name.endsWith('.new')) remove(path.join(cache, name));
  }
}

/** Every file with its size and its checksum, a line each. */
function listFiles(dir: string): string {
  const files = pathsUnder(dir).filter((file) => statSync(file).isFile());
  const lines = files.sort().map((file) => {
    const content = readFileSync(file);
    return `${path.relative(dir, file)} ${content.length} ${crc32(content)}\n`;
  });
  return lines.join('');
}

function pathsUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name));
}

/** As far as it may be: what another user has made stays. */
function remove(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true });
  } catch {
    // Nothing can be kept under that name then, and every run calls initdb.
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function give(file: string, { uid, gid }: Runner['owner']): void {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}
