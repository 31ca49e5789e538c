/**
 * Installing the libraries of a field, once: into node/libraries/<field>/node_modules and python/libraries/<field>/.venv, from the
 * lock file that lies there. A stamp is a copy of the lock, headed by what else the install depends on, as
 * harness/tasks/setup.sh has it: taken away before an install and put back after it, so that an interrupted one leaves none.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAtomically } from '../atomic-write.ts';
import { DuetError } from '../errors.ts';
import { openInstaller } from '../lab/installer.ts';
import { tryLock } from '../lab/owner-lock.ts';
import { ownSource, pythonCommand, repositoryRoot, withoutCheckout } from '../lab/source.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { Progress } from '../progress.ts';
import type { Library } from '../results/libraries.ts';
import type { StackName } from '../results/names.ts';
import type { CatalogueEntry } from './catalogue.ts';

/** What is installed together. */
export interface Environment {
  stack: StackName;
  /** The folder of the field, which holds the lock file. */
  folder: string;
  /** For people, e.g. "the libraries of batching in python". */
  what: string;
  /** What the install makes, and where its stamp lies. */
  made: string;
  /** In the folder; the install follows from them. */
  locks: readonly string[];
}

/** That of its field and stack; in Python one of its own where a lock file has its name, for two that do not get on. */
export function environmentOf({ stack, field, name }: Pick<CatalogueEntry, 'stack' | 'field' | 'name'>): Environment {
  const folder = path.join(repositoryRoot, stack, 'libraries', field);
  const ofField = { stack, folder, what: `the libraries of ${field} in ${stack}` };
  if (stack === 'node') {
    return { ...ofField, made: path.join(folder, 'node_modules'), locks: ['package.json', 'package-lock.json'] };
  }
  const own = name.replaceAll('-', '_');
  if (existsSync(path.join(folder, `${own}.lock`))) {
    return { ...ofField, what: `${name} of ${field}`, made: path.join(folder, `.venv-${own}`), locks: [`${own}.lock`] };
  }
  return { ...ofField, made: path.join(folder, '.venv'), locks: ['requirements.lock'] };
}

/** What runs a process of a library: our Node, or the interpreter of its environment. */
export const runtimeOf = (entry: CatalogueEntry): string =>
  entry.stack === 'node' ? ownSource().node : path.join(environmentOf(entry).made, 'bin/python');

export interface Installing {
  workplace: Workplace;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Installs what the lock file names, unless that has been done.
 * @returns the error of npm or pip where it failed: the other fields may work all the same. @throws the signal's reason.
 */
export async function install(environment: Environment, installing: Installing): Promise<Library['install']> {
  const { what, made } = environment;
  const { progress, signal } = installing;
  const file = path.join(made, '.duet-stamp');
  try {
    const stamp = stampOf(environment);
    const isDone = () => existsSync(file) && readFileSync(file, 'utf8') === stamp;
    if (isDone()) return 'installed';
    using _lock = await lockInstall(environment, installing);
    // Another process may have done it while this one waited.
    if (isDone()) return 'installed';
    progress.step(`installing ${what} (once)`);
    rmSync(made, { recursive: true, force: true });
    await carryOut(environment, installing);
    // npm makes none where nothing is needed.
    mkdirSync(made, { recursive: true });
    writeAtomically(file, stamp);
    return 'installed';
  } catch (error) {
    signal.throwIfAborted();
    const reason = withoutCheckout(error instanceof DuetError ? error.message : String(error));
    progress.note(`${what} cannot be installed: ${reason}`);
    return { error: reason };
  }
}

/** One install of a field at a time: the next one waits, and finds it done. */
async function lockInstall({ what, folder }: Environment, { progress, signal }: Installing): Promise<Disposable> {
  for (;;) {
    const lock = tryLock(path.join(folder, LOCK), what);
    if (!('heldBy' in lock)) return lock;
    progress.step(`waiting for process ${lock.heldBy}, which installs ${what}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}
const LOCK = '.installing';
const POLL_MS = 200;

async function carryOut({ stack, folder, made, locks }: Environment, { workplace, signal }: Installing): Promise<void> {
  const installer = openInstaller(workplace, signal, { node: ownSource().node });
  if (stack === 'python') return installer.venv(made, pythonCommand(), path.join(folder, locks[0] as string));
  await installer.npm(folder);
  // What a library makes of its own after the install, e.g. a client from its schema.
  await installer.script(folder, 'generate');
}

/** Where it lies counts, too: a virtual environment holds absolute paths. */
function stampOf({ stack, made, folder, locks }: Environment): string {
  const runtime = stack === 'node' ? `${ownSource().node} ${process.version}` : pythonCommand();
  const head = [process.platform, process.arch, made, runtime];
  return [...head, ...locks.map((name) => readFileSync(path.join(folder, name), 'utf8'))].join('\n');
}
