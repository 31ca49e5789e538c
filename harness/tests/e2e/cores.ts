/**
 * Which core a duet takes for what. It puts the service that it measures on the first core that it may use, and everything
 * else, which is two thirds of the work of a test, on the second. Files that run beside each other would share that one, so
 * each worker of vitest begins with another core.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCoreList } from '../../lab/placement.ts';
import { procValue } from '../../lab/proc.ts';
import type { Place } from './place.ts';

/** From 1. */
const worker = Number(process.env.VITEST_POOL_ID ?? 1);

/** The cores that this process may use, in the order in which a duet of this worker is told of them. */
function orderedCores(): number[] {
  const cores = parseCoreList(procValue('self/status', 'Cpus_allowed_list') ?? '0');
  const first = (worker - 1) % cores.length;
  return [...cores.slice(first), ...cores.slice(0, first)];
}

const ORDER = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFileSync } = fs;
  fs.readFileSync = (file, ...options) => {
    const content = readFileSync(file, ...options);
    if (file !== '/proc/self/status') return content;
    return String(content).replace(/(?<=^Cpus_allowed_list:\\s*)\\S+/m, '${orderedCores()}');
  };
  syncBuiltinESMExports();`;

/** The options of the Node.js that runs a duet. */
export function coresOption(place: Place): string {
  const file = join(place.dir, 'cores.mjs');
  writeFileSync(file, ORDER);
  return `--import=${file}`;
}
