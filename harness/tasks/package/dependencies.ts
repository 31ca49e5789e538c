/** What is installed with the package, read from the lock file of the repository, which has the same versions. */
import { existsSync, globSync, lstatSync } from 'node:fs';
import path from 'node:path';

export interface Lock {
  /** By their folders, e.g. `node_modules/pg`. */
  packages: Record<string, { dependencies?: Record<string, string> }>;
}

/** The folders of these packages and of all that they depend on, each once. */
export function packagesBelow({ packages }: Lock, names: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string, from: string) => {
    const folder = placesOf(name, from).find((place) => place in packages);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    for (const dependency of Object.keys(packages[folder]?.dependencies ?? {})) add(dependency, folder);
  };
  for (const name of names) add(name, '');
  return [...found];
}

/** Where Node looks for a package, from the folder of the one that imports it. */
function placesOf(name: string, from: string): string[] {
  if (from === '') return [`node_modules/${name}`];
  const above = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')));
  return [`${from}/node_modules/${name}`, ...placesOf(name, above)];
}

/** The size of those that are installed here: a package of another platform has no folder. */
export function bytesOf(root: string, folders: readonly string[]): number {
  const present = folders.filter((folder) => existsSync(path.join(root, folder)));
  return present
    .flatMap((folder) => {
      const cwd = path.join(root, folder);
      return globSync('**', { cwd, exclude: ['node_modules/**'] }).map((file) => lstatSync(path.join(cwd, file)));
    })
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
