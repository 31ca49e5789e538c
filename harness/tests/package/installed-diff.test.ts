/**
 * `duet init`, `duet diff` and `duet ab` as somebody meets them who has installed the package in a repository of theirs: in
 * two of the examples, without the config file that they bring, on the oldest Node.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { type ExampleHistory, makeExampleHistory } from '../builders/example-history.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { type Foreign, installInto, type Packed, pack } from '../e2e/packed.ts';
import { makePlace, type Place } from '../e2e/place.ts';

let place: Place;
let packed: Packed;
beforeAll(async () => {
  place = makePlace();
  packed = await pack(place);
});
afterAll(() => place?.[Symbol.dispose]());

/** Each installs from a registry several times over: a minute or two on two idle cores. */
const TIMES = { timeout: 1_200_000 };

/** An example with two commits and the package, or why there is none. */
async function installedIn(name: string): Promise<{ history: ExampleHistory; there: Foreign } | string> {
  const dir = join(place.dir, `the ${name}`);
  mkdirSync(dir);
  const history = makeExampleHistory(name, dir, ['duet.config.ts']);
  writeFileSync(join(dir, '.git/info/exclude'), 'node_modules/\nout/\n');
  const there = await installInto(dir, place, packed);
  return typeof there === 'string' ? there : { history, there };
}

const results = (there: Foreign) => readDiffResults(join(there.dir, 'out/latest/diff.json')) as DiffResults;
const failing = (there: Foreign) =>
  results(there).rows.flatMap(({ variant, metric, fails }) => (fails ? [`${variant} ${metric.id}`] : []));
/** What nobody can follow who has the package alone. */
const OF_THE_REPOSITORY = /\bmake [a-z]+\b|(?<!node_modules\/duet\/)harness\/docs/;

test('Express: what init writes is committed, and finds the N+1 and the lost Promise.all', TIMES, async ({ skip }) => {
  const installed = await installedIn('express-orders');
  if (typeof installed === 'string') return skip(installed);
  const { history, there } = installed;
  const tables = ['--migrate', 'node dist/run-sql.js db/schema.sql', '--seed-data', 'node dist/run-sql.js db/seed.sql'];
  const requests = ['order=GET /orders/{n:1-10000}', 'customer=GET /customers/{n:1-500}', 'product=GET /products/7'];
  const init = await there.duet('init', '--yes', ...tables, ...requests.flatMap((one) => ['--request', one]));
  expect(init.exitCode, init.all).toBe(0);
  const config = readFileSync(join(there.dir, 'duet.config.ts'), 'utf8');
  expect(config).toContain("import { defineConfig } from 'duet/config';");
  expect(config).toContain("build: 'npm ci && npm run build',");
  expect(config).toContain("start: 'node dist/server.js',");
  expect(config).toContain("ready: '/health',");

  // The checkout of base has the config, and no packages when it is read.
  history.git('stash', '--quiet', '--include-untracked');
  history.git('checkout', '--quiet', '-b', 'topic', history.base);
  history.git('stash', 'pop', '--quiet');
  const base = history.commit('Measure it');
  history.git('cherry-pick', history.head);
  const diff = await there.duet('diff', 'HEAD~1', '--time-budget', '60s');
  expect(diff.exitCode, diff.all).toBe(1);
  expect(diff.stderr).not.toContain('base has no config file of its own');
  expect(diff.stdout).toContain('order: 2 → 8 round trips to PostgreSQL per request');
  expect(failing(there)).toEqual(expect.arrayContaining(['order statements', 'customer waits_in_a_row']));
  expect(failing(there).filter((row) => row.startsWith('product '))).toEqual([]);
  expect(results(there).run.sides.base.commit).toBe(base.slice(0, 12));

  const ab = await there.duet('ab', '--a-request', 'order', '--b-request', 'product', '--time-budget', '30s');
  // On a machine that does other things, too, times may be worth nothing.
  expect([0, 5], ab.all).toContain(ab.exitCode);
  const statements = results(there).rows.find(({ metric }) => metric.id === 'statements');
  expect(statements).toMatchObject({ variant: 'order-vs-product', base: 8, head: 1 });
  for (const { all } of [init, diff, ab]) expect(all).not.toMatch(OF_THE_REPOSITORY);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});

test('FastAPI: init says what is missing, and a base without a config has that of head', TIMES, async ({ skip }) => {
  const installed = await installedIn('fastapi-items');
  if (typeof installed === 'string') return skip(installed);
  const { there } = installed;
  const first = await there.duet('init', '--yes');
  expect(first.exitCode, first.all).toBe(4);
  expect(first.stderr).toContain('an empty database needs database.migrate and database.seed');
  const run = (sql: string) => `.venv/bin/python run_sql.py db/${sql}.sql`;
  const tables = ['--migrate', run('schema'), '--seed-data', run('seed')];
  const requests = ['item=GET /items/{n:1-20000}', 'category=GET /categories/category-7/items'];
  const options = [...tables, ...requests.flatMap((one) => ['--request', one])];
  const init = await there.duet('init', '--yes', '--force', ...options);
  expect(init.exitCode, init.all).toBe(0);
  // Its package.json, which npm has made for duet, does not say that it holds modules.
  const config = readFileSync(join(there.dir, 'duet.config.mts'), 'utf8');
  expect(config).toContain("start: '.venv/bin/uvicorn main:app --port {port}',");

  const diff = await there.duet('diff', 'HEAD~1', '--counts-only');
  expect(diff.exitCode, diff.all).toBe(1);
  expect(diff.stderr).toContain('base has no config file of its own');
  expect(failing(there)).toEqual(expect.arrayContaining(['item waits_in_a_row', 'category blocks']));
  expect(existsSync(join(there.dir, 'out/latest/diff.html'))).toBe(true);

  const ab = await there.duet('ab', '--a-request', 'item', '--b-request', 'category', '--counts-only');
  expect(ab.exitCode, ab.all).toBe(0);
  expect(ab.stdout).toMatch(/item-vs-category: .*statements.*a 2, b 1/);
  for (const { all } of [first, init, diff, ab]) expect(all).not.toMatch(OF_THE_REPOSITORY);
});
