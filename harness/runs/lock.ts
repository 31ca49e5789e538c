/** One process at a time writes to the folder of a run. */
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { processStartTime } from '../lab/process-table.ts';

/**
 * Locks the folder until the lock is disposed of or this process ends, however it ends: the lock is a symbolic link that
 * names its owner, made in one step, and counts only as long as the owner is alive.
 * @throws DuetError (exit 2) when another process holds it.
 */
export function lockRun(dir: string): Disposable {
  const lock = path.join(dir, 'lock');
  const own = `${process.pid}:${processStartTime(process.pid)}`;
  while (!explainFileErrors(`lock ${dir}`, () => tryToLink(own, lock))) {
    const owner = readOwner(lock);
    if (owner === undefined) continue; // It was given back while we looked.
    if (isAlive(owner)) {
      throw new DuetError(`run ${path.basename(dir)} is still running, in process ${pidOf(owner)}`, {
        exitCode: EXIT.usage,
        hint: 'wait until it ends, or stop it with Ctrl-C',
      });
    }
    removeStale(lock, owner);
  }
  return { [Symbol.dispose]: () => rmSync(lock, { force: true }) };
}

/** Two that find the same dead owner both remove it; the slower one must not remove the lock of the faster. */
function removeStale(lock: string, owner: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // The other was faster.
  }
  const removed = readOwner(aside);
  rmSync(aside, { force: true });
  if (removed !== undefined && removed !== owner) tryToLink(removed, lock);
}

function tryToLink(own: string, lock: string): boolean {
  try {
    symlinkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(lock: string): string | undefined {
  try {
    return readlinkSync(lock);
  } catch {
    return undefined;
  }
}

const pidOf = (owner: string) => Number(owner.split(':', 1)[0]);
const isAlive = (owner: string) => owner === `${pidOf(owner)}:${processStartTime(pidOf(owner))}`;
