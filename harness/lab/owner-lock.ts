/** One process at a time, by a lock that needs nobody to give it back. */
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { explainFileErrors } from '../file-errors.ts';
import { processStartTime } from './process-table.ts';

/** The process that holds a lock. */
export interface Holder {
  heldBy: number;
}

/**
 * Takes a lock until it is disposed of or this process ends, however it ends: the lock is a symbolic link that names its owner,
 * made in one step, and counts only as long as the owner is alive.
 * @param what is locked, for messages.
 * @returns who holds it where another process does. @throws DuetError where no link can be made.
 */
export function tryLock(lock: string, what: string): Disposable | Holder {
  const own = `${process.pid}:${processStartTime(process.pid)}`;
  while (!explainFileErrors(`lock ${what}`, () => tryToLink(own, lock))) {
    const owner = readOwner(lock);
    if (owner === undefined) continue; // It was given back while we looked.
    if (isAlive(owner)) return { heldBy: pidOf(owner) };
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
