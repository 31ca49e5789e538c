/** What a duet sees of its machine, changed for a test: a module that it loads before its own code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';

/** The variables of a duet that loads the module. The processes that it starts do not inherit them. */
export function preloading(place: Place, module: string): Record<string, string> {
  const file = join(place.dir, 'preload.mjs');
  writeFileSync(file, module);
  return { NODE_OPTIONS: `--import=${file}` };
}

/** Other processes of the machine seem to do nothing: beside other tests, what they do would make trials invalid. */
export const QUIET = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFileSync } = fs;
  let first;
  fs.readFileSync = (file, ...options) =>
    file === '/proc/stat' ? (first ??= readFileSync(file, ...options)) : readFileSync(file, ...options);
  syncBuiltinESMExports();`;
