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

/** A hash of every file with its name, its content and whether it is executable: 12 hexadecimal digits. */
export function hashTree(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(contentOf(root, file)).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** The files that differ, or that only one of two checkouts has; sorted. */
export function changedFiles(base: string, head: string): string[] {
  const [before, after] = [new Set(treeFiles(base)), new Set(treeFiles(head))];
  const all = [...new Set([...before, ...after])].sort();
  return all.filter((file) => {
    if (!before.has(file) || !after.has(file)) return true;
    return !contentOf(base, file).equals(contentOf(head, file));
  });
}

/** With the kind of the file in front: a link to a text is not a file with that text. */
function contentOf(root: string, file: string): Buffer {
  const whole = path.join(root, file);
  const stats = lstatSync(whole);
  if (stats.isSymbolicLink()) return Buffer.from(`link ${readlinkSync(whole)}`);
  if (!stats.isFile()) return Buffer.from('other');
  const isExecutable = (stats.mode & 0o100) !== 0;
  return Buffer.concat([Buffer.from(isExecutable ? 'program ' : 'file '), readFileSync(whole)]);
}
