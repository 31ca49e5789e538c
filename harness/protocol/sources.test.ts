import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { hashSources } from './sources.ts';

const COPIED = ['node', 'fixtures/sql', 'harness/lab', 'harness/load', 'harness/patterns', 'harness/protocol'];

/** What the libraries of the service's neighbours have installed is large, and no source. */
const filter = (source: string): boolean => path.basename(source) !== 'node_modules';

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'duet sources '));
  for (const dir of COPIED) cpSync(path.join(repositoryRoot, dir), path.join(copy, dir), { recursive: true, filter });
  // Not all of it: a virtual environment is large.
  cpSync(path.join(repositoryRoot, 'python/duet_service'), path.join(copy, 'python/duet_service'), { recursive: true });
  writeFileSync(path.join(copy, 'package-lock.json'), '{}');
  writeFileSync(path.join(copy, 'python/requirements.lock'), 'psycopg==3.3.9');
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const changedBy = (change: () => void) => {
  const before = hashSources(copy);
  change();
  const after = hashSources(copy);
  return Object.keys(before).filter((part) => before[part] !== after[part]);
};
const append = (file: string) => changedBy(() => appendFileSync(path.join(copy, file), '\n'));

test.each([
  ['node/patterns/pooling.ts', 'node service'],
  ['python/duet_service/patterns/pooling.py', 'python service'],
  ['fixtures/sql/data.sql', 'fixtures'],
  ['harness/patterns/pooling.ts', 'harness'],
  ['package-lock.json', 'lock files'],
])('a line more in %s changes the hash of the %s alone', (file, part) => {
  expect(append(file)).toEqual([part]);
});

test.each(['new.ts', 'plugins/new.mjs', 'prices.csv', 'ab-test.ts'])('a new file node/%s changes it, too', (file) => {
  expect(changedBy(() => writeFileSync(path.join(copy, 'node', file), ''))).toEqual(['node service']);
});

test.each(['node/tests/workers.test.ts', 'node/tests/test-app.ts', 'node/Dockerfile', 'harness/load/README.md'])(
  'a change of %s does not',
  (file) => expect(append(file)).toEqual([]),
);

test('caches do not', () => {
  const cache = path.join(copy, 'python/.venv/lib');
  expect(
    changedBy(() => {
      mkdirSync(cache, { recursive: true });
      writeFileSync(path.join(cache, 'module.py'), '');
    }),
  ).toEqual([]);
});
