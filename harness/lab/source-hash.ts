/** A hash of the code in some files and folders, so that numbers of two codes are never put together. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What services neither import nor read. */
const BESIDE = /\.(md|log|pyc)$|^Dockerfile$|^node_modules$|^__pycache__$|^\./;
const TESTS = /^(tests?|testing)$|\.test\.|^test-/;

/**
 * Of every file in `paths`, which are relative to `root`, but for what is known to stand beside the code: tests, caches,
 * documents. 12 hexadecimal digits, the same wherever `root` lies. A path that is not there adds nothing.
 */
export function hashCode(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((each) => codeFiles(root, each)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

function codeFiles(root: string, file: string): string[] {
  const name = path.basename(file);
  const whole = path.join(root, file);
  if (BESIDE.test(name) || TESTS.test(name) || !existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [file];
  return readdirSync(whole).flatMap((entry) => codeFiles(root, `${file}/${entry}`));
}
