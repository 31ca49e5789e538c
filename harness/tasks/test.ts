/**
 * Runs lint and the tests, all tiers even when one fails, and prints the counts as the last line.
 *
 *   test.ts [lint] [unit] [contract] [e2e]      all four when none is named
 *
 * With CI=true a skipped test is a failure. Exit code 1 when anything failed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';
import { ensureChromium } from './chromium.ts';
import { tallyJunit } from './junit.ts';
import { countsLine, listNotPassed, settle, type Tally, total, withoutSkips } from './tally.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'duet-test-'));
const bin = join(root, 'node_modules/.bin');
const python = join(root, 'python/.venv/bin/python');
// Whatever a test starts by the name `node` is the pinned Node.
const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

/** Runs a command with its output streamed, and returns its exit code. */
async function run(
  title: string,
  cwd: string,
  command: string[],
  more: NodeJS.ProcessEnv = {},
): Promise<number | null> {
  console.log(`\n--- ${title}`);
  const { exitCode } = await $({
    cwd: resolve(root, cwd),
    env: { ...env, ...more },
    stdio: 'inherit',
    nothrow: true,
  })`${command}`;
  return exitCode;
}

/** A check without tests inside counts as one test. */
async function check(title: string, cwd: string, command: string[]): Promise<Tally> {
  const exitCode = await run(title, cwd, command);
  if (exitCode === 0) return { passed: 1, failed: [], skipped: [] };
  return { passed: 0, failed: [{ name: title, reason: `exit code ${exitCode}` }], skipped: [] };
}

async function vitest(project: string): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  const command = [
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'harness/tasks/vitest.config.ts',
  ];
  const reporters = ['--reporter', 'default', '--reporter', './harness/tasks/vitest-tally.ts'];
  const exitCode = await run(`vitest, ${project} tests`, '.', [...command, '--project', project, ...reporters], {
    DUET_TALLY: report,
  });
  const tally = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Tally) : undefined;
  return settle(`vitest, ${project} tests`, tally, exitCode);
}

async function pytest(): Promise<Tally> {
  const report = join(reports, 'pytest.xml');
  const exitCode = await run('pytest', 'python', [python, '-m', 'pytest', `--junit-xml=${report}`]);
  return settle('pytest', existsSync(report) ? tallyJunit(readFileSync(report, 'utf8')) : undefined, exitCode);
}

async function chromium(): Promise<Tally> {
  try {
    env.CHROMIUM = await ensureChromium();
    return { passed: 1, failed: [], skipped: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`duet: ${reason}`);
    return { passed: 0, failed: [{ name: 'chromium', reason }], skipped: [] };
  }
}

/** Python elsewhere, by paths from python/. */
const demonstrations = '../harness/tune/traps/python';
const example = '../fixtures/services/fastapi-orders';
const everywhere = ['.', demonstrations, example];
const ruff = (...command: string[]) => [python, '-m', 'ruff', ...command, '--config', 'pyproject.toml', ...everywhere];

const tiers: Record<string, (() => Promise<Tally>)[]> = {
  lint: [
    () => check('types (tsc)', '.', [join(bin, 'tsc')]),
    () => check('style and imports (biome)', '.', [join(bin, 'biome'), 'check', '--error-on-warnings']),
    () => check('Python style (ruff check)', 'python', ruff('check')),
    () => check('Python layout (ruff format)', 'python', ruff('format', '--check')),
    () => check('Python types (mypy)', 'python', [python, '-m', 'mypy', '--strict', '.', demonstrations]),
    // Apart: its modules have the names of the service's.
    () => check('Python types of the example (mypy)', 'python', [python, '-m', 'mypy', '--strict', example]),
  ],
  unit: [() => vitest('unit'), pytest],
  contract: [() => vitest('contract')],
  e2e: [chromium, () => vitest('e2e')],
};

const unknown = process.argv.slice(2).filter((name) => !(name in tiers));
if (unknown.length > 0) {
  console.error(`duet: no tier called ${unknown.join(', ')}; there are ${Object.keys(tiers).join(', ')}`);
  process.exit(2);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(tiers);
const tallies: Tally[] = [];
try {
  for (const tier of chosen) for (const step of tiers[tier] ?? []) tallies.push(await step());
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const everything = total(tallies);
console.log();
const counted = process.env.CI === 'true' ? withoutSkips(everything) : everything;
for (const line of listNotPassed('skipped', counted.skipped)) console.log(line);
for (const line of listNotPassed('failed', counted.failed)) console.log(line);
console.log(countsLine(counted));
process.exitCode = counted.failed.length > 0 ? 1 : 0;
