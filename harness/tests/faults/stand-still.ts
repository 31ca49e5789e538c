/** A process that is there, and does nothing any more, with all that it has started. */
import { descendants } from '../e2e/leftovers.ts';

/** Stops it first, so that it starts no more. */
export function standStill(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  for (const each of descendants(pid)) process.kill(each.pid, 'SIGSTOP');
}
