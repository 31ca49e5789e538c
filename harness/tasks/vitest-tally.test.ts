import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tally } from './tally.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeEach(() => {
  // Below node_modules, so that the tests in it find vitest and no tool takes them for ours.
  folder = mkdtempSync(join(root, 'node_modules/.duet-tally-'));
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { exclude: [] } };');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function tally(source: string): Promise<Tally> {
  writeFileSync(join(folder, 'some.test.js'), `import { test, describe, beforeAll, expect } from 'vitest';\n${source}`);
  const report = join(folder, 'tally.json');
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter',
    join(root, 'harness/tasks/vitest-tally.ts'),
  ];
  await execa(process.execPath, vitest, { cwd: folder, env: { DUET_TALLY: report }, reject: false });
  return JSON.parse(readFileSync(report, 'utf8')) as Tally;
}

test('passed, failed, and skipped with its reason', async () => {
  expect(
    await tally(`
      test('good', () => {});
      test('bad', () => expect(1).toBe(2));
      test('elsewhere', (context) => context.skip('needs /proc'));
      test.skip('later', () => {});`),
  ).toEqual({
    passed: 1,
    failed: [{ name: 'some.test.js > bad', reason: 'expected 1 to be 2 // Object.is equality' }],
    skipped: [
      { name: 'some.test.js > elsewhere', reason: 'needs /proc' },
      { name: 'some.test.js > later', reason: 'no reason given' },
    ],
    flaky: [],
  });
});

test('a file that does not load is a failure', async () => {
  expect(await tally("import './nowhere.js'; test('never', () => {});")).toEqual({
    passed: 0,
    failed: [{ name: 'some.test.js', reason: expect.stringContaining('nowhere.js') }],
    skipped: [],
    flaky: [],
  });
});

test('a hook that throws is a failure', async () => {
  const source = "describe('all', () => { beforeAll(() => { throw new Error('no'); }); test('never', () => {}); });";
  expect(await tally(source)).toEqual({
    passed: 0,
    failed: [{ name: 'some.test.js', reason: 'no' }],
    skipped: [],
    flaky: [],
  });
});

test('an error outside every test is a failure', async () => {
  const source =
    "test('good', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((r) => setTimeout(r, 50)); });";
  expect(await tally(source)).toEqual({
    passed: 1,
    failed: [{ name: 'outside every test', reason: 'late' }],
    skipped: [],
    flaky: [],
  });
});

test('a test that passes when it is run once more counts, and is named with why it failed at first', async () => {
  const source = `
    let runs = 0;
    test('second time', { retry: 1 }, () => expect(++runs).toBe(2));
    test('never', { retry: 1 }, () => expect(1).toBe(2));`;
  expect(await tally(source)).toEqual({
    passed: 1,
    failed: [{ name: 'some.test.js > never', reason: 'expected 1 to be 2 // Object.is equality' }],
    skipped: [],
    flaky: [{ name: 'some.test.js > second time', reason: 'expected 1 to be 2 // Object.is equality' }],
  });
});
