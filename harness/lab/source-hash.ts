/** A hash of the code in some files and folders, so that numbers of two codes are never put together. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What services neither import nor read. */
const BESIDE = /\.(md|log|pyc)$|^Dockerfile$|^node_modules$|^__pycache__$|^\./;
const TESTS = /^tests?$|\.test\.|^test-/;
/** Duet's own folders of libraries, which lie beside its services: part of neither. */
const LIBRARIES: readonly string[] = ['node/libraries', 'python/libraries'];

/**
 * A hash of every file in `paths`, which are relative to `root`, but for what is known to stand beside the code: tests, caches,
 * documents. 12 hexadecimal digits, the same wherever `root` lies. A path that is not there adds nothing.
 */
export function hashCode(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of codeFiles(root, paths)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

/** The files that are hashed, in the order of their paths. */
export function codeFiles(root: string, paths: readonly string[]): string[] {
  return paths.flatMap((each) => filesBelow(root, each)).sort();
}

/** The files in `paths` that are code and differ, or that only one of two checkouts has; sorted, relative to their root. */
export function changedCode(base: string, head: string, paths: readonly string[]): string[] {
  const read = (root: string, file: string) => {
    const whole = path.join(root, file);
    return existsSync(whole) ? readFileSync(whole) : undefined;
  };
  const files = [...new Set([...codeFiles(base, paths), ...codeFiles(head, paths)])].sort();
  return files.filter((file) => {
    const [before, after] = [read(base, file), read(head, file)];
    return before === undefined || after === undefined || !before.equals(after);
  });
}

function filesBelow(root: string, file: string): string[] {
  const name = path.basename(file);
  const whole = path.join(root, file);
  if (BESIDE.test(name) || TESTS.test(name) || !existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [file];
  const below = readdirSync(whole).map((entry) => `${file}/${entry}`);
  return below.filter((each) => !LIBRARIES.includes(each)).flatMap((each) => filesBelow(root, each));
}
