import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dress, undress } from './work-tree.ts';

test('the work tree becomes what it was, also after it was left as the package', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'duet work tree '));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const manifest = path.join(root, 'package.json');
  const text = '{ "name":   "as it was written" }';
  writeFileSync(manifest, text);
  mkdirSync(path.join(root, 'node_modules'));
  for (const _ of ['once', 'again']) {
    mkdirSync(path.join(root, 'dist'));
    dress(root, { name: 'packed' });
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toEqual({ name: 'packed' });
    undress(root);
    expect(readFileSync(manifest, 'utf8')).toBe(text);
    expect(readdirSync(root).toSorted()).toEqual(['node_modules', 'package.json']);
  }
  undress(root);
  expect(readFileSync(manifest, 'utf8')).toBe(text);
});
