/**
 * The data of a new PostgreSQL. What initdb makes is the same every time but for the password, so it is kept beside the
 * installed packages, and the next run copies it. A list of its files with their checksums lies there, too: what has lost
 * or changed one is made anew.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
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
import { cacheFolder } from '../install.ts';
import { binariesVersion } from './postgres-binaries.ts';

export const SUPERUSER = 'duet';

/** How the commands of PostgreSQL are run. */
export interface Runner {
  /** The folder with bin/, lib/ and share/. */
  native: string;
  /** The data folder of the run. */
  dir: string;
  env: Record<string, string>;
  /** Empty for ourselves. */
  owner: { uid?: number; gid?: number };
}

/**
 * @param cache where what initdb makes is kept.
 * @returns the folder, and the password of its superuser.
 * @throws DuetError when it cannot be made.
 */
export async function makeDataFolder(
  runner: Runner,
  cache = path.join(cacheFolder, 'postgres'),
): Promise<{ dataDir: string; password: string }> {
  const dataDir = path.join(runner.dir, 'pgdata');
  const password = randomBytes(18).toString('hex');
  const kept = path.join(cache, madeBy());
  if (copyKept(kept, dataDir, runner) && (await setPassword(dataDir, password, runner))) return { dataDir, password };

  // Nothing is kept yet, or it is damaged.
  for (const dir of [dataDir, kept]) remove(dir);
  await initialize(dataDir, password, runner);
  keep(dataDir, kept);
  return { dataDir, password };
}

/** What is kept: the data, and the list of its files. */
const DATA = 'data';
const LIST = 'files.txt';

const OPTIONS = ['-U', SUPERUSER, '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', '-N'];

/** Names what initdb makes, and how it is kept: another version and other options have another name. */
const madeBy = () =>
  createHash('sha256')
    .update([binariesVersion(), ...OPTIONS, DATA, LIST].join(' '))
    .digest('hex')
    .slice(0, 16);

async function initialize(dataDir: string, password: string, { native, dir, env, owner }: Runner): Promise<void> {
  const passwordFile = path.join(dir, 'pgpass');
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const file of [dataDir, passwordFile]) give(file, owner);
  const options = [...OPTIONS, '-D', dataDir, `--pwfile=${passwordFile}`];
  const initdb = await execa(path.join(native, 'bin/initdb'), options, {
    ...{ env, extendEnv: false, cwd: dir, reject: false, all: true },
    ...owner,
  });
  if (!initdb.failed) return;
  throw new DuetError(`initdb failed: ${initdb.all || initdb.originalMessage}`, {
    exitCode: EXIT.environment,
    hint: 'set DATABASE_URL to use a PostgreSQL of your own',
  });
}

/** In the single-user mode of the server, which asks for none. False where it does not run on this data. */
async function setPassword(dataDir: string, password: string, { native, dir, env, owner }: Runner): Promise<boolean> {
  const set = await execa(path.join(native, 'bin/postgres'), ['--single', '-D', dataDir, '-F', 'postgres'], {
    ...{ env, extendEnv: false, cwd: dir, reject: false, all: true },
    ...{ input: `ALTER ROLE ${SUPERUSER} PASSWORD '${password}'\n` },
    ...owner,
  });
  return !set.failed && !/ERROR|FATAL|PANIC/.test(set.all);
}

/** False where there is nothing to copy, where it is not what the list says, and where another user has made it. */
function copyKept(kept: string, dataDir: string, { owner }: Runner): boolean {
  try {
    const list = readFileSync(path.join(kept, LIST), 'utf8');
    cpSync(path.join(kept, DATA), dataDir, { recursive: true });
    if (listFiles(dataDir) !== list) return false;
    chmodSync(dataDir, 0o700);
    for (const file of [dataDir, ...pathsUnder(dataDir)]) give(file, owner);
    return true;
  } catch {
    return false;
  }
}

/** Under its name only when it is complete, and on the disk: a power cut must not leave half of it. */
function keep(dataDir: string, kept: string): void {
  const unfinished = `${kept}.${process.pid}.new`;
  const data = path.join(unfinished, DATA);
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    cpSync(dataDir, data, { recursive: true });
    writeFileSync(path.join(unfinished, LIST), listFiles(data));
    for (const file of pathsUnder(unfinished)) sync(file);
    renameSync(unfinished, kept);
  } catch {
    // The install is read-only, or another run was faster: the next run asks again.
    remove(unfinished);
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
