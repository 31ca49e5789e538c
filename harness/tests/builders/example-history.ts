/** An example of fixtures/examples as a repository of its own, with two commits: as it lies there, and with its change. */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../lab/source.ts';
import { repositoryIn, type TestRepository } from './repository.ts';

export interface ExampleHistory extends TestRepository {
  /** The commit without the change. */
  base: string;
  /** The commit with it, which is checked out. */
  head: string;
}

export const EXAMPLES = path.join(repositoryRoot, 'fixtures/examples');
const PATCH = 'change.patch';
/** What a build or a run may have left there. */
const LEFT = new Set(['node_modules', 'dist', '.venv', 'bin', 'out', '__pycache__', PATCH]);

/**
 * @param dir becomes the repository; removing it is the caller's.
 * @param without names of files that it is not to have, e.g. a config that is yet to be written.
 */
export function makeExampleHistory(name: string, dir: string, without: readonly string[] = []): ExampleHistory {
  const from = path.join(EXAMPLES, name);
  const isLeftOut = (file: string) => LEFT.has(file) || without.includes(file);
  cpSync(from, dir, { recursive: true, filter: (file) => file === from || !isLeftOut(path.basename(file)) });
  const repository = repositoryIn(dir);
  repository.git('init', '--quiet', '--initial-branch=main');
  const base = repository.commit(`${name}, as it was`);
  repository.git('apply', '--index', path.join(from, PATCH));
  return { ...repository, base, head: repository.commit('Change it') };
}
