/** A hash of the code in some files and folders, so that numbers of two codes are never put together. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const CODE = /\.(ts|py|sql|lock|json)$/;
const TESTS = /^(tests?|testing)$|[.-]test\.|^test-/;

/**
 * Of every code file in `paths`, which are relative to `root`; 12 hexadecimal digits. It is the same wherever `root`
 * lies and whatever stands beside the code: tests, caches, documents. A path that is not there adds nothing.
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
  if (name.startsWith('.') || name === 'node_modules' || TESTS.test(name) || !existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return CODE.test(name) ? [file] : [];
  return readdirSync(whole).flatMap((entry) => codeFiles(root, `${file}/${entry}`));
}
