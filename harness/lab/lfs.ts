/**
 * Git LFS: a commit holds pointers, and the content lies beside the repository or on a server. Nothing is loaded from
 * there; what is here already takes the place of its pointer. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */

import { existsSync } from 'node:fs';
import { chmod, copyFile, lstat, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from './git.ts';

/** A pointer is shorter than this, by the specification. */
const POINTER_BYTES = 1024;
const POINTER =
  /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n/;

/** The folder in which Git LFS keeps the content that this repository has loaded. It need not be there. */
export async function lfsObjects(git: Git): Promise<string> {
  const common = path.resolve(git.dir, await git.tell(['rev-parse', '--git-common-dir']));
  const storage = (await git.ask('config', '--get', '--type=path', 'lfs.storage')) ?? 'lfs';
  return path.join(path.resolve(common, storage), 'objects');
}

/**
 * Gives the pointers among `files` their content.
 * @param objects where the content is kept; undefined where nothing is known of that.
 * @returns the files that are pointers still.
 */
export async function fillPointers(
  root: string,
  files: readonly string[],
  objects: string | undefined,
): Promise<string[]> {
  const left: string[] = [];
  for (const file of files) {
    const whole = path.join(root, file);
    const oid = await pointedTo(whole);
    if (oid === undefined) continue;
    const content = objects && path.join(objects, oid.slice(0, 2), oid.slice(2, 4), oid);
    if (content && existsSync(content) && (await isInside(root, whole))) {
      const { mode } = await lstat(whole);
      await copyFile(content, whole);
      await chmod(whole, mode);
    } else {
      left.push(file);
    }
  }
  return left;
}

async function pointedTo(file: string): Promise<string | undefined> {
  const stats = await lstat(file);
  if (!stats.isFile() || stats.size >= POINTER_BYTES) return undefined;
  return (await readFile(file, 'latin1')).match(POINTER)?.[1];
}

/** Not by way of a link to a folder elsewhere, where nothing is ours to write. */
async function isInside(root: string, file: string): Promise<boolean> {
  return (await realpath(file)).startsWith(`${await realpath(root)}${path.sep}`);
}
