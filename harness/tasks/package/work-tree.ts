/**
 * The package.json of the repository while npm packs. npm packs the one that lies there, so that of the package takes its
 * place for a moment; what an `npm pack` that was killed has left is put right by the next one, or by `git checkout`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../../atomic-write.ts';
import { COMPILED } from './manifest.ts';

const manifestOf = (root: string) => path.join(root, 'package.json');

/** Checkouts may share their packages, and so the folder of caches. */
const keptOf = (root: string) => {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return path.join(root, 'node_modules/.cache/pack', `${name}.json`);
};

/** Puts the package's package.json into place of the repository's. */
export function dress(root: string, manifest: object): void {
  const kept = keptOf(root);
  mkdirSync(path.dirname(kept), { recursive: true });
  writeAtomically(kept, readFileSync(manifestOf(root), 'utf8'));
  writeAtomically(manifestOf(root), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The work tree as it was before, whatever has happened since. */
export function undress(root: string): void {
  const kept = keptOf(root);
  if (existsSync(kept)) {
    writeAtomically(manifestOf(root), readFileSync(kept, 'utf8'));
    rmSync(kept);
  }
  rmSync(path.join(root, COMPILED), { recursive: true, force: true });
}
