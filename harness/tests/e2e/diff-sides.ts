/** The two sides of a diff as folders: copies of the services of this checkout, one of them edited. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './duet-process.ts';
import type { Place } from './place.ts';

export interface Edit {
  file: string;
  from: string;
  to: string;
}

/** In the folder of the place; without lock files, so that the dependencies of this checkout are shared. */
export function makeSide(place: Place, name: string, edits: Edit[] = []): string {
  const dir = join(place.dir, name);
  for (const service of ['node', 'python']) {
    cpSync(join(root, service), join(dir, service), {
      recursive: true,
      filter: (file) => !file.includes('.venv') && basename(file) !== '__pycache__' && !/_cache$/.test(file),
    });
  }
  for (const { file, from, to } of edits) {
    const text = readFileSync(join(dir, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(dir, file), text.replace(from, to));
  }
  return dir;
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
