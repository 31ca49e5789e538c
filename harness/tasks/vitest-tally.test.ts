import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotPassed, Tally } from './tally.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What vitest is run with: test files by their names. */
const FILES = {
  'states.test.js': `
    test('good', () => {});
    test('bad', () => expect(1).toBe(2));
    test('elsewhere', (context) => context.skip('needs /proc'));
    test.skip('later', () => {});`,
  'unloadable.test.js': "import './nowhere.js'; test('never', () => {});",
  'hook.test.js': "describe('all', () => { beforeAll(() => { throw new Error('no'); }); test('never', () => {}); });",
  'outside.test.js':
    "test('good', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((r) => setTimeout(r, 50)); });",
  'again.test.js': `
    let runs = 0;
    test('second time', { retry: 1 }, () => expect(++runs).toBe(2));
    test('never', { retry: 1 }, () => expect(1).toBe(2));`,
};

let folder: string;
let tally: Tally;
beforeAll(async () => {
  // Below node_modules, so that the tests in it find vitest and no tool takes them for ours.
  folder = mkdtempSync(join(root, 'node_modules/.duet-tally-'));
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { exclude: [] } };');
  for (const [name, source] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), `import { test, describe, beforeAll, expect } from 'vitest';\n${source}`);
  }
  const report = join(folder, 'tally.json');
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter',
    join(root, 'harness/tasks/vitest-tally.ts'),
  ];
  await execa(process.execPath, vitest, { cwd: folder, env: { DUET_TALLY: report }, reject: false });
  tally = JSON.parse(readFileSync(report, 'utf8'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const of = (file: keyof typeof FILES, some: readonly NotPassed[] = []) =>
  some.filter(({ name }) => name.startsWith(file));

test('passed, failed, and skipped with its reason', () => {
  expect(of('states.test.js', tally.failed)).toEqual([
    { name: 'states.test.js > bad', reason: 'expected 1 to be 2 // Object.is equality' },
  ]);
  expect(tally.skipped).toEqual([
    { name: 'states.test.js > elsewhere', reason: 'needs /proc' },
    { name: 'states.test.js > later', reason: 'no reason given' },
  ]);
});

test('a file that does not load is a failure', () => {
  expect(of('unloadable.test.js', tally.failed)).toEqual([
    { name: 'unloadable.test.js', reason: expect.stringContaining('nowhere.js') },
  ]);
});

test('a hook that throws is a failure', () => {
  expect(of('hook.test.js', tally.failed)).toEqual([{ name: 'hook.test.js', reason: 'no' }]);
});

test('an error outside every test is a failure', () => {
  expect(tally.failed).toContainEqual({ name: 'outside every test', reason: 'late' });
});

test('a test that passes when it is run once more counts, and is named with why it failed at first', () => {
  expect(of('again.test.js', tally.failed)).toEqual([
    { name: 'again.test.js > never', reason: 'expected 1 to be 2 // Object.is equality' },
  ]);
  expect(tally.flaky).toEqual([
    { name: 'again.test.js > second time', reason: 'expected 1 to be 2 // Object.is equality' },
  ]);
});

test('nothing else is in it', () => {
  expect({ passed: tally.passed, failed: tally.failed.length }).toEqual({ passed: 3, failed: 5 });
});
