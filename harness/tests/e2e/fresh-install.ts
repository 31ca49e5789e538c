/** A checkout in which nothing has run yet: what an install keeps from its first run is not there. */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { copyCode } from './diff-sides.ts';
import { root } from './duet-process.ts';
import type { Place } from './place.ts';

/** @returns its folder, in that of the place. The packages are those of this checkout. */
export function makeFreshInstall(place: Place): string {
  const dir = join(place.dir, 'fresh');
  copyCode(['node', 'python', 'harness', 'fixtures', 'package.json', 'package-lock.json'], dir);
  symlinkSync(join(root, 'python/.venv'), join(dir, 'python/.venv'));
  mkdirSync(join(dir, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(dir, 'node_modules', name));
  }
  return dir;
}
