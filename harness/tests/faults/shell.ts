/** duet as a shell starts it, with what the shell is told first. */
import { join } from 'node:path';
import { execa } from 'execa';
import { environmentIn, root } from '../e2e/duet-process.ts';
import type { Place } from '../e2e/place.ts';

/** What every fault is done to: a run of seconds, with everything that a run has. */
export const SMOKE = ['compare', '--profile', 'smoke', '--pattern', 'batching', '--stack', 'node'];

/**
 * Runs a line of the shell in which `"$@"` is duet with its arguments.
 * @param env beside the variables of the place. @param checkout the folder whose duet is run: by default this checkout.
 */
export function shell(place: Place, line: string, args: string[], env: Record<string, string> = {}, checkout = root) {
  const command = [process.execPath, join(checkout, 'harness/cli.ts'), ...args];
  return execa('sh', ['-c', line, 'sh', ...command], {
    cwd: place.dir,
    env: { ...environmentIn(place), ...env },
    reject: false,
    detached: true,
  });
}
