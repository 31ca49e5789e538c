/**
 * Files of the repository while npm packs, package.json and README.md. npm packs those that lie there, so those of the package
 * take their place for a moment; what an `npm pack` that was killed has left is put right by the next one, or by
 * `git checkout`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../../atomic-write.ts';
import { COMPILED } from './manifest.ts';

/** Checkouts may share their packages, and so the folder of caches. */
const keptOf = (root: string) => {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return path.join(root, 'node_modules/.cache/pack', `${name}.files.json`);
};

/** Puts the package's files into the place of the repository's. @param texts by the names of the files. */
export function dress(root: string, texts: Readonly<Record<string, string>>): void {
  const kept = keptOf(root);
  const own = Object.keys(texts).map((name) => [name, readFileSync(path.join(root, name), 'utf8')]);
  mkdirSync(path.dirname(kept), { recursive: true });
  writeAtomically(kept, JSON.stringify(Object.fromEntries(own)));
  for (const [name, text] of Object.entries(texts)) writeAtomically(path.join(root, name), text);
}

/** The work tree as it was before, whatever has happened since. */
export function undress(root: string): void {
  const kept = keptOf(root);
  if (existsSync(kept)) {
    const own = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(own)) writeAtomically(path.join(root, name), text);
    rmSync(kept);
  }
  rmSync(path.join(root, COMPILED), { recursive: true, force: true });
}
