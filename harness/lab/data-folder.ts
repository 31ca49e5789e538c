/**
 * The data of a new PostgreSQL. What initdb makes is the same every time but for the password, so it is kept beside the
 * installed packages, and the next run copies it.
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
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
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

/** @returns the folder, and the password of its superuser. @throws DuetError when it cannot be made. */
export async function makeDataFolder(runner: Runner): Promise<{ dataDir: string; password: string }> {
  const dataDir = path.join(runner.dir, 'pgdata');
  const password = randomBytes(18).toString('hex');
  const kept = path.join(cacheFolder, 'postgres', madeBy());
  if (copyKept(kept, dataDir, runner)) await setPassword(dataDir, password, runner);
  else {
    await initialize(dataDir, password, runner);
    keep(dataDir, kept);
  }
  return { dataDir, password };
}

const OPTIONS = ['-U', SUPERUSER, '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', '-N'];

/** Names what initdb makes: another version and other options have another name. */
const madeBy = () =>
  createHash('sha256')
    .update([binariesVersion(), ...OPTIONS].join(' '))
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
  if (initdb.failed) throw failure('initdb', initdb.all || initdb.originalMessage);
}

/** In the single-user mode of the server, which asks for none. */
async function setPassword(dataDir: string, password: string, { native, dir, env, owner }: Runner): Promise<void> {
  const set = await execa(path.join(native, 'bin/postgres'), ['--single', '-D', dataDir, '-F', 'postgres'], {
    ...{ env, extendEnv: false, cwd: dir, reject: false, all: true },
    ...{ input: `ALTER ROLE ${SUPERUSER} PASSWORD '${password}'\n` },
    ...owner,
  });
  if (set.failed || /ERROR|FATAL|PANIC/.test(set.all)) throw failure('setting the password', set.all);
}

const failure = (what: string, said: string | undefined) =>
  new DuetError(`${what} failed: ${said}`, {
    exitCode: EXIT.environment,
    hint: 'set DATABASE_URL to use a PostgreSQL of your own',
  });

/** False where there is nothing to copy, or where another user has made it. */
function copyKept(kept: string, dataDir: string, { owner }: Runner): boolean {
  if (!existsSync(kept)) return false;
  try {
    cpSync(kept, dataDir, { recursive: true });
    chmodSync(dataDir, 0o700);
    for (const file of [dataDir, ...filesUnder(dataDir)]) give(file, owner);
    return true;
  } catch {
    rmSync(dataDir, { recursive: true, force: true });
    return false;
  }
}

/** Under its name only when it is complete, and on the disk: a power cut must not leave half of it. */
function keep(dataDir: string, kept: string): void {
  const unfinished = `${kept}.${process.pid}.new`;
  try {
    mkdirSync(path.dirname(kept), { recursive: true });
    cpSync(dataDir, unfinished, { recursive: true });
    chmodSync(unfinished, 0o700);
    for (const file of filesUnder(unfinished)) sync(file);
    renameSync(unfinished, kept);
  } catch {
    // The install is read-only, or another run was faster: the next run asks again.
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name));
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
