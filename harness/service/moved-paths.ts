/**
 * Files that name the folder in which they were made: the scripts of a virtual environment, editable installs, caches of
 * bundlers. Where that folder is renamed, they are written anew, or they would lead to the other side. Old and new path are
 * equally long, so that this does no harm in files whose bytes are counted.
 */

import { chmod, lstat, readFile, readlink, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';
import { treeLinks } from './tree-files.ts';

/** Compiled Python: it is given its path anew when it is loaded. */
const MOVES_BY_ITSELF = /\.pyc$/;

/**
 * The files and links below a folder that name it, relative to it.
 * @throws DuetError (exit 4) where they cannot be searched.
 */
export async function filesNaming(root: string, signal: AbortSignal): Promise<string[]> {
  const found = await execa('grep', ['-rlF', '-e', root, '.'], { cwd: root, reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  // 1: there are none. 2: some could not be read, or there is no grep.
  if (found.exitCode !== 0 && found.exitCode !== 1 && found.stdout === '') {
    throw new DuetError(`the files of a build cannot be searched: ${found.stderr || found.originalMessage}`, {
      exitCode: EXIT.environment,
      hint: 'is `grep` installed, and may you read everything that the build makes?',
    });
  }
  const files = found.stdout.split('\n').filter((file) => file !== '' && !MOVES_BY_ITSELF.test(file));
  return [...files.map((file) => path.normalize(file)), ...(await linksNaming(root))].sort();
}

async function linksNaming(root: string): Promise<string[]> {
  const naming: string[] = [];
  for (const link of treeLinks(root)) {
    if ((await readlink(path.join(root, link))).includes(root)) naming.push(link);
  }
  return naming;
}

/**
 * @param files of `to`, which name it by its former path.
 * @throws DuetError (exit 4) where one cannot be written.
 */
export async function renamePaths(files: readonly string[], from: string, to: string): Promise<void> {
  if (from === to) return;
  if (from.length !== to.length) throw new Error(`${from} and ${to} are not equally long`);
  for (const file of files) await renameIn(path.join(to, file), from, to);
}

/** By way of a new file: the old one may be a hard link to what a package manager keeps for all. */
async function renameIn(file: string, from: string, to: string): Promise<void> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats === undefined) return;
  const other = `${file}.duet-moved`;
  if (stats.isSymbolicLink()) {
    await symlink((await readlink(file)).replaceAll(from, to), other);
  } else {
    // As latin1 every byte is a character, and comes back as it was.
    const text = await readFile(file, 'latin1');
    const [old, young] = [from, to].map((one) => Buffer.from(one).toString('latin1')) as [string, string];
    await writeFile(other, text.replaceAll(old, young), 'latin1');
    await chmod(other, stats.mode);
    await utimes(other, stats.atime, stats.mtime);
  }
  await rename(other, file).catch(async (error) => {
    await rm(other, { force: true });
    throw error;
  });
}
