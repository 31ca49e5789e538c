/** All files of the checkout of a side, before anything is built in it: what identifies its code, and what differs. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** The files and links below a folder, sorted, relative to it. */
export const treeFiles = (root: string): string[] => [...entriesBelow(root, '')].map(({ file }) => file).sort();

/** The links alone. */
export const treeLinks = (root: string): string[] =>
  [...entriesBelow(root, '')].filter(({ isLink }) => isLink).map(({ file }) => file);

/** Not by the option `recursive` of readdir: that goes through links to folders. */
function* entriesBelow(root: string, folder: string): Generator<{ file: string; isLink: boolean }> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* entriesBelow(root, file);
    else yield { file, isLink: entry.isSymbolicLink() };
  }
}

/** The files of a checkout, each with a hash of what it is. */
export type Tree = ReadonlyMap<string, string>;

export const readTree = (root: string): Tree => new Map(treeFiles(root).map((file) => [file, hashFile(root, file)]));

/** A hash of every file with its name, its content and whether it is executable: 12 hexadecimal digits. */
export function hashTree(tree: Tree): string {
  const hash = createHash('sha256');
  for (const [file, content] of tree) hash.update(`${file}\0${content}\0`);
  return hash.digest('hex').slice(0, 12);
}

/** The files that differ, or that only one of two checkouts has; sorted. */
export function changedFiles(base: Tree, head: Tree): string[] {
  const all = [...new Set([...base.keys(), ...head.keys()])].sort();
  return all.filter((file) => base.get(file) !== head.get(file));
}

/** With the kind of the file in front: a link to a text is not a file with that text. */
function hashFile(root: string, file: string): string {
  const whole = path.join(root, file);
  const stats = lstatSync(whole);
  const hashOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
  if (stats.isSymbolicLink()) return `link ${hashOf(readlinkSync(whole))}`;
  if (!stats.isFile()) return 'other';
  const isExecutable = (stats.mode & 0o100) !== 0;
  return `${isExecutable ? 'program' : 'file'} ${hashOf(readFileSync(whole))}`;
}
