/** One process at a time writes to the folder of a run. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { tryLock } from '../lab/owner-lock.ts';

/**
 * Locks the folder until the lock is disposed of or this process ends, however it ends.
 * @throws DuetError (exit 2) when another process holds it.
 */
export function lockRun(dir: string): Disposable {
  const lock = tryLock(path.join(dir, 'lock'), dir);
  if (!('heldBy' in lock)) return lock;
  throw new DuetError(`run ${path.basename(dir)} is still running, in process ${lock.heldBy}`, {
    exitCode: EXIT.usage,
    hint: 'wait until it ends, or stop it with Ctrl-C',
  });
}
