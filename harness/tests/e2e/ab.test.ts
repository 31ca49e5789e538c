/** `duet ab`: two ways of one version of a service of the reader's, to the end or after an interruption. */
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { duet, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { runFolders, sampleLines } from './place.ts';
import { preloading, QUIET } from './preloading.ts';
import { openServiceRuns, type ServiceRuns } from './service-runs.ts';

let runs: ServiceRuns;
beforeEach(() => {
  runs = openServiceRuns('ab');
});
afterEach(() => runs[Symbol.dispose]());

/** The word, and not the name of a file. */
const DIFF = /\bdiff\b(?!\.(?:html|json|md))/i;

/** What a page says, without its tags and styles. */
const wordsOf = (page: string) => page.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');

test('two environments, or two requests, are put beside each other as a and b', async () => {
  const { place, service, run: ab, file, results } = runs;
  // What is accepted of the next commit is no matter of two ways.
  writeFileSync(join(service.dir, '.duet-accept'), 'order: cpu +5 %\n');
  const pools = await ab('--b-env', 'ORDERS_DB_CONNECTIONS=2', '--counts-only');
  expect(pools.exitCode, pools.stderr).toBe(0);
  expect(pools.stdout).toContain('b is worse than a');
  expect(pools.stdout).toContain('order: connections in use at once by 8 requests: a 8, b 2');
  const folder = runFolders(place).at(-1) as string;
  const [forTools, logs] = [readdirSync(join(folder, 'interop')), readdirSync(join(folder, 'logs'))];
  expect([forTools.length, logs.length].every((count) => count > 2)).toBe(true);
  const pages = [pools.stdout, pools.stderr, file('diff.md'), wordsOf(file('diff.html')), file('junit.xml')];
  pages.push(...forTools.map((name) => file(join('interop', name))), logs.join('\n').replaceAll('-', ' '));
  for (const page of pages) {
    expect(page).not.toMatch(/\b(base|head)\b/i);
    expect(page).not.toMatch(DIFF);
  }
  expect(file('diff.md')).toContain('| cell | metric | a → b |');

  const requests = await ab('--a-request', 'order', '--b-request', 'new-order', '--counts-only');
  expect(requests.exitCode, requests.stderr).toBe(0);
  expect(results().run.service).toMatchObject({ ways: { a: 'order', b: 'new-order' } });
  expect(new Set(results().rows.map(({ variant }) => variant))).toEqual(new Set(['order-vs-new-order']));
});

test('what goes wrong is said of a or b', async () => {
  const { run: ab } = runs;
  const broken = await ab('--b-start', `${process.execPath} -e 'process.exit(7)'`, '--counts-only');
  expect(broken.exitCode, broken.stderr).toBe(4);
  expect(broken.stderr).toContain('the service of b');
  expect(broken.stderr).not.toMatch(/\b(base|head)\b/i);
  const wrong = await ab('--b-env', 'ORDERS_DB_CONNECTIONS=nonsense', '--request', 'none=GET /none', '--counts-only');
  expect(wrong.exitCode, wrong.stderr).toBe(3);
  expect(wrong.stderr).toContain('none of a (check)');
});

test.skipIf(noProc)('what Ctrl-C interrupts goes on, without being told again what a and b are', async () => {
  // One request, whose blocks are short, on a machine that seems quiet.
  using only = openServiceRuns('ab', { requests: { order: { request: 'GET /orders/{n:1-500}' } } });
  const { place, service, run: ab, results } = only;
  const options = { cwd: service.dir, env: preloading(place, QUIET) };
  // A threshold of 90 % is decided at the first look, whatever else this machine does: the time budget is not used up.
  const rules = ['--threshold', '90%', '--time-budget', '90s'];
  const args = ['ab', '--b-env', 'ORDERS_DB_CONNECTIONS=2', ...rules, '--out', place.out];
  await using run = startDuet(place, args, options);
  await until(run, 'the third sample', () => sampleLines(place).length >= 3);
  run.interrupt('SIGINT');
  const interrupted = await run.ended;
  expect(interrupted.exitCode, interrupted.stderr).toBe(130);
  expect(interrupted.stderr).toContain('duet ab --resume');
  expect(interrupted.stdout + interrupted.stderr).not.toMatch(DIFF);
  const before = sampleLines(place);
  const id = basename(runFolders(place)[0] as string);

  const asDiff = await duet(place, ['diff', '--resume', id, '--out', place.out], { cwd: service.dir });
  expect(asDiff.exitCode).toBe(2);
  expect(asDiff.stderr).toContain(`duet ab --resume ${id}`);
  const other = await ab('--resume', id, '--b-env', 'ORDERS_DB_CONNECTIONS=3');
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('as it was begun');

  const resumed = await duet(place, ['ab', '--resume', 'latest', '--out', place.out], options);
  // On a machine that does other things, too, times may be worth nothing.
  expect([0, 5], resumed.stderr).toContain(resumed.exitCode);
  expect(resumed.stdout + resumed.stderr).not.toMatch(DIFF);
  expect(runFolders(place)).toHaveLength(1);
  expect(sampleLines(place).slice(0, before.length)).toEqual(before);
  expect(sampleLines(place).length).toBeGreaterThan(before.length);
  expect(results()).toMatchObject({ status: 'complete', run: { service: { ways: { b: 'ORDERS_DB_CONNECTIONS=2' } } } });
  expect(results().run.resumed_at).toHaveLength(1);
  expect(await leftovers(place, run.family())).toEqual([]);
});
