/** The pages of the repository that a reader opens. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Page {
  /** From the top of the repository, e.g. `harness/docs/diff.md`. */
  file: string;
  text: string;
}

/** Every file that is there and that git tracks or would add, from the top of the repository. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  return [...new Set(listed.toString().split('\0'))].filter((file) => file !== '' && existsSync(path.join(root, file)));
}

export function readPage(file: string): Page {
  return { file, text: readFileSync(path.join(root, file), 'utf8') };
}
