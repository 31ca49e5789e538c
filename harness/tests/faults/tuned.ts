/** A tuning of seconds, to which faults are done. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, runFolders } from '../e2e/place.ts';

/** Windows are short: the numbers are noisy, and nothing judges them. */
export const tune = () => [
  ...['tune', 'pool', '--stack', 'node', '--workload', 'mix', '--rate', '50', '--time-budget', '12s', '--seed', '1'],
];

/** How many windows have ended. */
export function windowsOf(place: Place): number {
  const file = join(runFolders(place)[0] ?? place.out, 'windows.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
