/**
 * Which test belongs to which tier, and which files run beside each other. The tiers are run together by
 * harness/tasks/test.ts, or by hand: vitest --project 'unit*'; a tier is several projects, whose names begin with its own.
 */
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every file has a process of its own, and starts others: what Node compiles for one of them is kept for all. */
process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/compiled`;

/**
 * Files that have the machine to themselves, by tier, and why. All others run beside each other: each has a place, a
 * workplace and a PostgreSQL of its own, and nothing in it depends on how fast it is served.
 */
const ALONE: Record<'contract' | 'e2e', Record<string, string>> = {
  contract: {
    stall: 'holds waits to 1 % of what arithmetic says',
    'tune-window': 'compares what a pool and PostgreSQL say of a load that both must keep up with',
  },
  e2e: {
    'driver-saturated': 'burns all cores',
  },
};

/**
 * Folders whose unit tests share a few processes, for one that loads the harness anew takes longer than most of them. They are
 * told no secret: what is hidden once is hidden in every later text of a process, in those of other tests, too.
 */
const SHARED = [
  ...['compare', 'diff', 'load', 'patterns', 'protocol', 'report', 'results', 'stats'],
  ...['tune/advice', 'tune/measure', 'tune/search'],
].map((name) => `harness/${name}/**/*.test.ts`);
/** Unit tests there that replace a module, which one before them in the same process may have loaded. */
const REPLACING = [
  'harness/report/compare/method.test.ts',
  'harness/report/diff/method.test.ts',
  'harness/report/tune/other-loads.test.ts',
];
/**
 * Services, databases and browsers are started and stopped in these tiers, which is waited for as much as it is computed: a
 * file keeps half a core busy. The unit tests, which are short, fill what is left.
 */
const BESIDE = { maxWorkers: 4, sequence: { groupOrder: 1 } };
const ONE_BY_ONE = { maxWorkers: 1, sequence: { groupOrder: 2 } };
const WHOLE_SYSTEM = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // Real processes on a machine shared with others. What passes only then is named at the end (see test.ts).
  retry: process.env.CI === 'true' ? 1 : 0,
};

/** The unit tests: those that have a process for each file, and those that share some. */
function unitTests(): TestProjectConfiguration[] {
  const others = {
    include: ['harness/**/*.test.ts', 'node/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'harness/tests/**', ...SHARED],
  };
  const projects = [
    { name: 'unit', ...others },
    { name: 'unit-replacing', include: REPLACING },
    { name: 'unit-shared', include: SHARED, exclude: REPLACING, isolate: false },
  ];
  return projects.map((test) => ({ extends: true, test: { testTimeout: 60_000, ...BESIDE, ...test } }));
}

/** A tier as two projects: the files that run beside each other, and after these one by one the files that run alone. */
function wholeSystem(tier: keyof typeof ALONE): TestProjectConfiguration[] {
  const fileOf = (name: string) => `harness/tests/${tier}/${name}.test.ts`;
  const alone = Object.keys(ALONE[tier]).map(fileOf);
  const beside = { name: tier, include: [fileOf('**/*')], exclude: [...configDefaults.exclude, ...alone], ...BESIDE };
  const one = { name: `${tier}-alone`, include: alone, ...ONE_BY_ONE };
  return [beside, one].map((test) => ({ extends: true, test: { ...WHOLE_SYSTEM, ...test } }));
}

/** Asked for by name only. */
const installedPackage: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'package',
    include: ['harness/tests/package/**/*.test.ts'],
    ...ONE_BY_ONE,
    ...WHOLE_SYSTEM,
    hookTimeout: 900_000,
  },
};

/** By name only, too: `make test-faults` runs what takes too long, or too much of the machine, for every change. */
const faults: TestProjectConfiguration = {
  extends: true,
  test: { name: 'faults', include: ['harness/tests/faults/**/*.test.ts'], ...ONE_BY_ONE, ...WHOLE_SYSTEM },
};

export default defineConfig({
  root,
  test: {
    // What is polled for comes late on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['harness/tasks/fast-check-seed.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [...unitTests(), ...wholeSystem('contract'), ...wholeSystem('e2e'), installedPackage, faults],
  },
});
