/** Which code made the numbers: a hash per part, so that samples of two codes are never put together. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../lab/services.ts';

/** Files and folders of each part. Reports and statistics are left out: they look at all samples of a run alike. */
const PARTS = {
  'node service': ['node'],
  'python service': ['python'],
  fixtures: ['fixtures/sql'],
  harness: ['harness/lab', 'harness/load', 'harness/patterns', 'harness/protocol'],
  'lock files': ['package-lock.json', 'python/requirements.lock'],
};

const CODE = /\.(ts|py|sql|lock|json)$/;
const TESTS = /^(tests?|testing)$|[.-]test\.|^test-/;

/** The same wherever the repository lies and whatever stands beside it: tests, caches, documents. */
export function hashSources(root: string = repositoryRoot): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PARTS).map(([part, paths]) => {
      const hash = createHash('sha256');
      for (const file of paths.flatMap((each) => codeFiles(root, each)).sort()) {
        hash
          .update(`${file}\0`)
          .update(readFileSync(path.join(root, file)))
          .update('\0');
      }
      return [part, hash.digest('hex').slice(0, 12)];
    }),
  );
}

function codeFiles(root: string, file: string): string[] {
  const name = path.basename(file);
  if (name.startsWith('.') || name === 'node_modules' || TESTS.test(name)) return [];
  if (!statSync(path.join(root, file)).isDirectory()) return CODE.test(name) ? [file] : [];
  return readdirSync(path.join(root, file)).flatMap((entry) => codeFiles(root, `${file}/${entry}`));
}
