/**
 * duet in somebody else's repository, installed from the tarball, on the oldest Node that it asks for. Installing takes
 * minutes on a small machine, so this is a tier of its own: `make test-package`.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LEAST_NODE } from '../../install.ts';
import type { TuneResults } from '../../results/schema.ts';
import { root } from '../e2e/duet-process.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { type Foreign, installIn, pack } from '../e2e/packed.ts';
import { makePlace, type Place } from '../e2e/place.ts';
import { expectMeasured } from '../e2e/tune-outcome.ts';

let place: Place;
let foreign: Foreign | string;
let there: Foreign;
beforeAll(async () => {
  place = makePlace();
  foreign = await installIn(place, await pack(place));
});
afterAll(() => place?.[Symbol.dispose]());
beforeEach(({ skip }) => {
  if (typeof foreign === 'string') skip(foreign);
  else there = foreign;
});

test('duet lists what it offers, and refuses the rest', async () => {
  const help = await there.duet('help');
  expect(help.exitCode, help.all).toBe(0);
  expect(help.stdout).toMatch(/^ {2}tune\b/m);
  expect(help.stdout).not.toMatch(/^ {2}compare\b/m);
  const refused = await there.duet('compare', '--profile', 'quick');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('duet compare measures the two services of duet');
  expect(refused.stderr).toContain('duet: try: measure a service of yours');
  const own = await there.duet('tune', 'pool', '--rate', '20');
  expect(own.exitCode).toBe(2);
  expect(own.stderr).toContain('duet tune pool without --command and --url measures the two services');
});

test('what is wrong leads to pages and commands that the package has', async () => {
  writeFileSync(join(there.dir, 'wrong.json'), '{ "start": 7 }');
  const wrong = await there.duet('diff', 'main', '--config', 'wrong.json');
  const [, page = ''] = /try: (\S+) explains all members/.exec(wrong.stderr) ?? [];
  expect(existsSync(join(there.dir, page)), wrong.all).toBe(true);
  const described = await there.duet('diff', 'main');
  expect(described.stderr).toContain('let duet init write one');
  for (const outcome of [wrong, described, await there.duet('diff'), await there.duet('report', 'nothing')]) {
    expect(outcome.exitCode, outcome.all).toBe(2);
    expect(outcome.all).not.toMatch(/\bmake [a-z]+\b/);
  }
});

test('the doctor finds what is needed', async () => {
  const { exitCode, stdout, all } = await there.duet('doctor');
  expect(exitCode, all).toBe(0);
  if (process.platform === 'linux') expect(stdout).toContain(`harness: Node.js ${LEAST_NODE}`);
  expect(stdout).toMatch(/^ok +PostgreSQL .* starts$/m);
  expect(stdout).not.toContain('Python');
});

test('a config file is written by looking at a service, which is tried at once', async () => {
  cpSync(join(root, 'fixtures/examples/shell-cluster'), join(there.dir, 'labels'), { recursive: true });
  rmSync(join(there.dir, 'labels/duet.config.ts'));
  const options = ['--yes', '--start', 'sh start.sh', '--env', 'PORT={port}', '--request', 'GET /labels/{n}'];
  const { exitCode, all } = await there.duet('init', 'labels', ...options);
  expect(exitCode, all).toBe(0);
  expect(readFileSync(join(there.dir, 'labels/duet.config.ts'), 'utf8')).toContain("from 'duet/config'");
});

test('a config file has its types, for Node and for an editor', async () => {
  writeFileSync(
    join(there.dir, 'service/duet.config.ts'),
    `import { defineConfig } from 'duet/config';
export default defineConfig({ start: 'node server.js', requests: { order: 'GET /orders/7' } });\n`,
  );
  writeFileSync(
    join(there.dir, 'service/wrong.ts'),
    "import { defineConfig } from 'duet/config';\ndefineConfig({ start: 7 });\n",
  );
  const tsc = ['--noEmit', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
  const files = ['duet.config.ts', 'duet.tune.ts', 'wrong.ts'].map((name) => `service/${name}`);
  const checked = await execa(join(root, 'node_modules/.bin/tsc'), [...tsc, ...files], {
    cwd: there.dir,
    reject: false,
  });
  const errors = checked.stdout.split('\n').filter((line) => line.includes('error'));
  expect(errors).toEqual([expect.stringMatching(/^service\/wrong\.ts.*'number' is not assignable to type 'string'/)]);
  const run = await there.run('node', 'service/duet.config.ts');
  expect(run.exitCode, run.all).toBe(0);
});

test('a service is tuned', { timeout: 120_000 }, async () => {
  const line = ['tune', 'pool', '--config', 'service/duet.tune.ts', '--rate', '25', '--time-budget', '10s'];
  const dry = await there.duet(...line, '--dry-run');
  expect(dry.stdout, dry.all).toContain('25 arrivals per second');
  const { exitCode, signal, stdout, stderr } = await there.duet(...line);
  expectMeasured({ exitCode, signal, stdout, stderr });
  const results = JSON.parse(readFileSync(join(there.dir, 'out/latest/tune.json'), 'utf8')) as TuneResults;
  expect(results.status).toBe('complete');
  expect(results.environment.commit).toBe(null);
  expect(results.budget?.max_connections).toBe(100);
  expect(readFileSync(join(there.dir, 'out/latest/tune.html'), 'utf8')).toContain('</html>');
  const cache = join(there.dir, 'node_modules/.cache/duet');
  expect(readdirSync(cache).toSorted()).toEqual(['compiled', 'postgres']);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});
