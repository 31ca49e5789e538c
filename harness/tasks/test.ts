/**
 * Runs lint and the tests, all tiers even when something fails, and prints the counts as the last line.
 *
 *   test.ts [lint] [unit] [contract] [e2e] [package]      the first four when none is named
 *
 * With CI=true a skipped test is a failure, and a test of the whole system that failed is run once more: a test that
 * passes then is named as flaky. Exit code 1 when anything failed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';
import { ensureChromium } from './chromium.ts';
import { tallyJunit } from './junit.ts';
import { ensureVegeta, ensureWrk } from './load-drivers.ts';
import { openMemoryFolder } from './memory-folder.ts';
import { ensurePgbouncer } from './pgbouncer.ts';
import { countsLine, listNotPassed, settle, type Tally, total, withoutSkips } from './tally.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'duet-test-'));
const bin = join(root, 'node_modules/.bin');
const python = join(root, 'python/.venv/bin/python');
// Whatever a test starts by the name `node` is the pinned Node.
const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

const titled = (title: string) => console.log(`\n--- ${title}`);

/** Resolves when vitest, which prints as it goes, is not under way. */
let vitestIsSilent: Promise<unknown> = Promise.resolve();

/** Runs a command beside others, prints what it said when it has ended, and returns its exit code. */
async function run(title: string, cwd: string, command: string[]): Promise<number | null> {
  const { exitCode, stdall } = await $({ cwd: resolve(root, cwd), env, quiet: true, nothrow: true })`${command}`;
  await vitestIsSilent;
  titled(title);
  process.stdout.write(stdall);
  return exitCode;
}

/** A check without tests inside counts as one test. It takes what the tests beside it leave of the machine. */
async function check(title: string, cwd: string, command: string[]): Promise<Tally> {
  const exitCode = await run(title, cwd, ['nice', '-n', '19', ...command]);
  if (exitCode === 0) return { passed: 1, failed: [], skipped: [] };
  return { passed: 0, failed: [{ name: title, reason: `exit code ${exitCode}` }], skipped: [] };
}

/** All tiers at once: where files of one are waited for, those of another begin. */
async function vitest(tiers: string[]): Promise<Tally> {
  const title = `vitest, ${tiers.join(', ')} tests`;
  titled(title);
  const report = join(reports, 'vitest.json');
  const command = [
    ...[process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'harness/tasks/vitest.config.ts'],
    // The files that run alone are a project of their own.
    ...tiers.flatMap((tier) => ['--project', `${tier}*`]),
    ...['--reporter', 'default', '--reporter', './harness/tasks/vitest-tally.ts'],
  ];
  using memory = openMemoryFolder();
  const TMPDIR = memory?.dir ?? env.TMPDIR;
  const options = {
    cwd: root,
    env: { ...env, DUET_TALLY: report, ...(TMPDIR && { TMPDIR }) },
    stdio: 'inherit',
    nothrow: true,
  } as const;
  const { exitCode } = await $(options)`${command}`;
  const tally = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Tally) : undefined;
  return settle(title, tally, exitCode);
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

let asked: Promise<unknown> | undefined;
/** Where there is none, the tests that need it are skipped, and say why. */
async function pooler(): Promise<Tally> {
  asked ??= ensurePgbouncer();
  await asked;
  return { passed: 0, failed: [], skipped: [] };
}

/** The same of load drivers. */
async function drivers(): Promise<Tally> {
  await Promise.all([ensureVegeta(), ensureWrk()]);
  return { passed: 0, failed: [], skipped: [] };
}

/** Python elsewhere, by paths from python/. */
const demonstrations = '../harness/traps/python';
const examples = ['../fixtures/examples/fastapi-orders', '../fixtures/examples/tune-cases'];
const oracles = ['../harness/tests/oracle', '../harness/tests/readers', '../harness/tests/contract'];
/** Brings packages of its own, which are not installed here: its types cannot be checked. */
const foreign = '../fixtures/examples/fastapi-items';
const everywhere = ['.', demonstrations, ...examples, ...oracles];
/** Read as an attacker would, without a network. */
const zizmor = join(root, 'python/.venv/bin/zizmor');
const workflows = ['.github/workflows', '.github/duet-package.yml'];
const mypy = [python, '-m', 'mypy', '--strict'];
const ruff = (...command: string[]) => [
  python,
  '-m',
  'ruff',
  ...command,
  '--config',
  'pyproject.toml',
  ...everywhere,
  foreign,
];

/** Waits for nothing, and nothing waits for it. */
const LINT: (() => Promise<Tally>)[] = [
  () => check('types (tsc)', '.', [join(bin, 'tsc')]),
  () => check('style (biome)', '.', [join(bin, 'biome'), 'check', '--error-on-warnings']),
  () => check('direction of imports', '.', [process.execPath, 'harness/tasks/check-imports.ts']),
  () => check('unused code (knip)', '.', [join(bin, 'knip'), '--no-progress']),
  () => check('code that only tests use (knip)', '.', [join(bin, 'knip'), '--no-progress', '--production']),
  () => check('Python style (ruff check)', 'python', ruff('check')),
  () => check('Python layout (ruff format)', 'python', ruff('format', '--check')),
  () =>
    check('workflows (zizmor)', '.', [
      zizmor,
      '--offline',
      '--no-progress',
      '--config',
      '.github/zizmor.yml',
      ...workflows,
    ]),
  () => check('Python types (mypy)', 'python', [...mypy, ...everywhere]),
];
/** What runs side by side before the tests of vitest do. */
const checks: Record<string, (() => Promise<Tally>)[]> = {
  lint: [],
  unit: [pytest],
  contract: [pooler],
  e2e: [chromium, pooler, drivers],
  package: [],
};
const VITEST = ['unit', 'contract', 'e2e', 'package'];
/** Takes minutes of installing. */
const UNASKED = Object.keys(checks).filter((tier) => tier !== 'package');

const unknown = process.argv.slice(2).filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`duet: no tier called ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);
  process.exit(2);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : UNASKED;
const tallies: Tally[] = [];
try {
  const linted = Promise.all((chosen.includes('lint') ? LINT : []).map((step) => step()));
  tallies.push(...(await Promise.all(chosen.flatMap((tier) => checks[tier] ?? []).map((step) => step()))));
  const tested = VITEST.filter((tier) => chosen.includes(tier));
  if (tested.length > 0) {
    const testing = vitest(tested);
    vitestIsSilent = testing;
    tallies.push(await testing);
  }
  tallies.push(...(await linted));
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const everything = total(tallies);
console.log();
const counted = process.env.CI === 'true' ? withoutSkips(everything) : everything;
for (const line of listNotPassed('skipped', counted.skipped)) console.log(line);
for (const line of listNotPassed('flaky', counted.flaky ?? [])) console.log(line);
for (const line of listNotPassed('failed', counted.failed)) console.log(line);
console.log(countsLine(counted));
process.exitCode = counted.failed.length > 0 ? 1 : 0;
