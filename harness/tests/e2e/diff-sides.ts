/** The two sides of a diff as folders or branches: copies of the services of this checkout, one of them edited. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execaSync } from 'execa';
import type { Edit } from '../../tasks/shape-removals.ts';
import { root } from './duet-process.ts';
import type { Place } from './place.ts';

/** In the folder of the place; without lock files, so that the dependencies of this checkout are shared. */
export function makeSide(place: Place, name: string, edits: Edit[] = []): string {
  const dir = join(place.dir, name);
  copyCode(['node', 'python'], dir);
  for (const each of edits) edit(dir, each);
  return dir;
}

/** Parts of this checkout, without what its runs have left in them. */
export function copyCode(names: string[], dir: string): void {
  for (const name of names) {
    cpSync(join(root, name), join(dir, name), {
      recursive: true,
      filter: (file) => !/\.venv|_cache$/.test(file) && !['__pycache__', 'node_modules'].includes(basename(file)),
    });
  }
}

function edit(dir: string, { file, from, to }: Edit): void {
  const text = readFileSync(join(dir, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(dir, file), text.replace(from, to));
}

/** A checkout of duet with branches of its own, whose duet is run. */
export interface BranchedCheckout {
  dir: string;
  git(...args: string[]): string;
  /** Commits an edit on main, and comes back to topic. Returns the commit. */
  moveMainOn(change: Edit): string;
  /** Where topic left main. */
  began: string;
}

/** On the branch topic, whose services are still those of the commit where it left main. */
export function makeBranches(place: Place): BranchedCheckout {
  const dir = join(place.dir, 'checkout');
  copyCode(['node', 'python', 'harness', 'fixtures', 'package.json', 'package-lock.json'], dir);
  for (const installed of ['node_modules', 'python/.venv']) symlinkSync(join(root, installed), join(dir, installed));
  const git = (...args: string[]) =>
    execaSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]).stdout;
  const commit = (message: string) => {
    git('commit', '--quiet', '--all', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(dir, '.git/info/exclude'), 'node_modules\n.venv\n');
  git('add', '.');
  const began = commit('What both have');
  git('checkout', '--quiet', '-b', 'topic');
  commit('What topic has');
  return {
    dir,
    git,
    began,
    moveMainOn(change) {
      git('checkout', '--quiet', 'main');
      edit(dir, change);
      const tip = commit('What main has');
      git('checkout', '--quiet', 'topic');
      return tip;
    },
  };
}

/** A SELECT more in parallel/node/after. */
export const ONE_MORE_STATEMENT: Edit = {
  file: 'node/patterns/parallel.ts',
  from: 'const [users, orders, reviews] = await Promise.all([',
  to: "await app.pool.query('SELECT 1');\n  const [users, orders, reviews] = await Promise.all([",
};

export const NO_START: Edit = {
  file: 'node/server.ts',
  from: 'import ',
  to: "throw new Error('no start today');\nimport ",
};

/** parallel/node/after answers 500. */
export const BROKEN_CONTRACT: Edit = {
  ...ONE_MORE_STATEMENT,
  to: `throw new Error('broken');\n  ${ONE_MORE_STATEMENT.from}`,
};
