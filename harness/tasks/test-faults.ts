/**
 * Does to duet what harness/docs/faults.md lists, each for real, in parts: a call ends after so many minutes, and the next
 * one goes on with what has not passed at this code, the longest ago first.
 *
 *   test-faults.ts [--minutes 25] [--only disk-fills,killed] [--list]
 *
 * What passed is kept in faults/passed.jsonl, which is committed, and in the page. The last lines say what failed, what was
 * skipped and why, and how many are left. Exit code 1 when one failed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ensureChromium } from './chromium.ts';
import { root } from './docs/pages.ts';
import { faultsPage } from './docs/written.ts';
import { type Fault, namePattern } from './faults/fault.ts';
import { ALL_FAULTS } from './faults/list.ts';
import { inParts, isPassed, type TestResult } from './faults/parts.ts';
import { keepPassed, type Passed, readPassed } from './faults/passed.ts';
import { ensurePgbouncer } from './pgbouncer.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '25' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const endMs = performance.now() + Number(options.minutes) * 60_000;
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();

/** Pages and kept results decide nothing. */
const CODE = ['.', ':(exclude)*.md', ':(exclude)*.jsonl'];
const hasChanges = git('status', '--porcelain', '--untracked-files=no', '--', ...CODE) !== '';
const commit = `${git('rev-parse', '--short=7', 'HEAD')}${hasChanges ? '+' : ''}`;

const same = new Map<string, boolean>();
/** Whether the code is that of a commit. One that git does not know has other code. */
function isThisCode(other: string): boolean {
  const known = same.get(other);
  if (known !== undefined) return known;
  let isSame = false;
  try {
    if (!hasChanges) isSame = git('diff', '--name-only', other, '--', ...CODE) === '';
  } catch {
    // A commit of another clone, or of a working tree with changes.
  }
  same.set(other, isSame);
  return isSame;
}

const wanted = options.only?.split(',');
const unknown = (wanted ?? []).filter((id) => !ALL_FAULTS.some((fault) => fault.id === id));
if (unknown.length > 0) {
  console.error(`duet: no fault called ${unknown.join(', ')}; harness/tasks/faults/ has them`);
  process.exit(2);
}
const passed = readPassed();
const chosen = ALL_FAULTS.filter(({ id }) =>
  wanted === undefined ? !isThisCode(passed.get(id)?.commit ?? 'none') : wanted.includes(id),
);
const parts = inParts(chosen, passed);
if (options.list) {
  for (const { id } of parts.flatMap(({ faults }) => faults)) console.log(id);
  process.exit(0);
}

const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
};
const failed: string[] = [];
const skipped: string[] = [];
let left = chosen.length;
for (const { file, faults, expectedMs } of parts) {
  if (performance.now() + expectedMs > endMs) continue;
  const results = await runTests(file, faults);
  const passes: Passed[] = [];
  for (const fault of faults) {
    left--;
    const outcome = isPassed(fault, results);
    const date = new Date().toISOString().slice(0, 10);
    if (outcome.state === 'passed') {
      passes.push({ id: fault.id, commit, date, seconds: Math.ceil(outcome.ms / 1_000) });
    } else (outcome.state === 'failed' ? failed : skipped).push(`${fault.id} (${outcome.reason})`);
  }
  keepPassed(passes);
}
const page = faultsPage();
writeFileSync(path.join(root, page.file), page.text);

console.log();
for (const one of skipped) console.log(`skipped: ${one}`);
for (const one of failed) console.log(`failed: ${one}`);
const count = chosen.length - left - failed.length - skipped.length;
console.log(`${count} passed, ${failed.length} failed, ${skipped.length} skipped, ${left} left for the next part`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** The tests of a file that some faults name. */
async function runTests(file: string, faults: readonly Fault[]): Promise<TestResult[]> {
  await ensure(file);
  const folder = mkdtempSync(path.join(tmpdir(), 'duet-faults-'));
  const report = path.join(folder, 'results.json');
  const pattern = faults.map((fault) => `(?:${namePattern(fault)})`).join('|');
  const config = ['--config', 'harness/tasks/vitest.config.ts', '--testNamePattern', pattern];
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`];
  try {
    const { exitCode } = await execa(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', ...config, ...reporters, file],
      {
        cwd: root,
        env,
        stdio: 'inherit',
        reject: false,
      },
    );
    if (!existsSync(report)) return [];
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const results: TestResult[] = testResults.flatMap(
      (one: { assertionResults: TestResult[] }) => one.assertionResults,
    );
    // Vitest also ends so for an error that no test threw, such as one of a timer: nobody knows which test it belongs to.
    const isOutside = exitCode !== 0 && results.every(({ status }) => status !== 'failed');
    const failureMessages = ['an error outside of the tests of its file'];
    return isOutside ? results.map((one) => ({ ...one, status: 'failed', failureMessages })) : results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a test cannot do without, and the machine may lack. Where there is no pooler, its test is skipped and says why. */
async function ensure(file: string): Promise<void> {
  const text = readFileSync(path.join(root, file), 'utf8');
  if (text.includes('browser.ts')) env.CHROMIUM ??= await ensureChromium();
  if (text.includes('pooler')) await ensurePgbouncer();
}
