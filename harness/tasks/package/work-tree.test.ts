import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dress, undress } from './work-tree.ts';

test('the work tree becomes what it was, also after it was left as the package', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'duet work tree '));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const own = { 'package.json': '{ "name":   "as it was written" }', 'README.md': '# The repository\n' };
  const packed = { 'package.json': '{ "name": "packed" }', 'README.md': '# The package\n' };
  const texts = () =>
    Object.fromEntries(Object.keys(own).map((name) => [name, readFileSync(path.join(root, name), 'utf8')]));
  for (const [name, text] of Object.entries(own)) writeFileSync(path.join(root, name), text);
  mkdirSync(path.join(root, 'node_modules'));
  for (const _ of ['once', 'again']) {
    mkdirSync(path.join(root, 'dist'));
    dress(root, packed);
    expect(texts()).toEqual(packed);
    undress(root);
    expect(texts()).toEqual(own);
    expect(readdirSync(root).toSorted()).toEqual(['README.md', 'node_modules', 'package.json']);
  }
  undress(root);
  expect(texts()).toEqual(own);
});
