import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedFiles, hashTree, readTree, treeFiles } from './tree-files.ts';

let dir: string;
let [base, head] = ['', ''];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet tree '));
  [base, head] = [path.join(dir, 'base'), path.join(dir, 'head')];
  for (const root of [base, head]) {
    mkdirSync(path.join(root, 'src/empty'), { recursive: true });
    writeFileSync(path.join(root, 'src/a.ts'), 'a');
    writeFileSync(path.join(root, 'README.md'), 'read');
    symlinkSync('src', path.join(root, 'link'));
  }
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const hash = (root: string) => hashTree(readTree(root));
const changed = () => changedFiles(readTree(base), readTree(head));

test('all files and links, documents and hidden ones too', () => {
  writeFileSync(path.join(base, '.env'), '');
  expect(treeFiles(base)).toEqual(['.env', 'README.md', 'link', 'src/a.ts']);
});

test('equal trees have equal hashes, wherever they lie', () => {
  expect(changed()).toEqual([]);
  expect(hash(base)).toBe(hash(head));
});

test.each<[string, string, () => void]>([
  ['another content', 'src/a.ts', () => writeFileSync(path.join(head, 'src/a.ts'), 'b')],
  ['a new file', 'src/b.ts', () => writeFileSync(path.join(head, 'src/b.ts'), '')],
  ['a file that is gone', 'README.md', () => rmSync(path.join(head, 'README.md'))],
  ['one that may be executed', 'src/a.ts', () => chmodSync(path.join(head, 'src/a.ts'), 0o755)],
  [
    'a link to elsewhere',
    'link',
    () => {
      rmSync(path.join(head, 'link'));
      symlinkSync('src/empty', path.join(head, 'link'));
    },
  ],
])('%s is a difference', (_, file, change) => {
  change();
  expect(changed()).toEqual([file]);
  expect(hash(base)).not.toBe(hash(head));
});
