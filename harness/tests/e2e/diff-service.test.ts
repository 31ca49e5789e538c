/** `duet diff` in the repository of a service of the reader's: its two commits compared, from the checkout to the report. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sample } from '../../results/schema.ts';
import { repositoryIn } from '../builders/repository.ts';
import { leftovers, noProc } from './leftovers.ts';
import { FAILING, MORE_COMPUTING, ONE_MORE_QUERY, OTHER_ANSWER } from './service-history.ts';
import { openServiceRuns, type ServiceRuns } from './service-runs.ts';

let runs: ServiceRuns;
beforeEach(() => {
  runs = openServiceRuns('diff');
});
afterEach(() => runs[Symbol.dispose]());

const changed = () =>
  runs
    .results()
    .rows.flatMap(({ variant, metric, verdict, base, head }) =>
      verdict === 'no change' ? [] : [[variant, metric.id, verdict, base, head]],
    );

test('a query more is a regression of its request alone, and an improvement the other way round', async () => {
  const { place, service, run: diff, file, results } = runs;
  service.commit(ONE_MORE_QUERY);
  const { exitCode, stdout, stderr } = await diff('HEAD~1', '--counts-only');
  expect(exitCode, stderr).toBe(1);
  expect(changed()).toContainEqual(['order', 'round_trips', 'regression', 1, 2]);
  expect(changed()).toContainEqual(['order', 'waits_in_a_row', 'regression', 1, 2]);
  expect(new Set(changed().map(([name]) => name))).toEqual(new Set(['order']));
  expect(stdout).toContain('order: 1 → 2 round trips to PostgreSQL per request');
  expect(file('diff.md')).toContain('order: round_trips 1 → 2');
  expect(file('junit.xml')).toContain('classname="duet.orders.order"');

  const accepting = ['round_trips 1 → 2', 'statements 1 → 2', 'application_statements 1 → 2', 'waits_in_a_row 1 → 2'];
  const accepted = await diff(
    ...['HEAD~1', '--counts-only'],
    ...accepting.flatMap((change) => ['--accept', `order: ${change}`]),
  );
  expect(accepted.exitCode, accepted.stdout).toBe(0);
  expect(results().verdict).toBe('accepted');

  const back = await diff('HEAD', 'HEAD~1', '--counts-only');
  expect(back.exitCode, back.stderr).toBe(0);
  expect(results().verdict).toBe('improvement');
  expect(await leftovers(place, [])).toEqual([]);
});

test('every request is timed on both sides, and what it computes more does not look like nothing', async () => {
  const { service, run: diff, file, results } = runs;
  service.commit(MORE_COMPUTING);
  const { exitCode, stderr } = await diff('HEAD~1', '--time-budget', '60s');
  // On a machine that does other things, too, times may be worth nothing; they are never fine.
  expect([1, 5], stderr).toContain(exitCode);
  const samples = file('samples.jsonl').trimEnd().split('\n');
  const seen = samples.map((line) => JSON.parse(line) as Sample);
  expect(new Set(seen.map(({ side }) => side))).toEqual(new Set(['base', 'head']));
  // A slow machine may come no further than to the first of them.
  expect(results().run.cells.map(({ variant }) => variant)).toEqual(['order', 'new-order', 'mixed-load']);
  expect(seen.flatMap(({ metrics }) => Object.keys(metrics))).toEqual(
    expect.arrayContaining(['cpu', 'database_cpu', 'p50', 'capacity', 'peak_rss', 'rss', 'served']),
  );
  expect(file('diff.md')).toContain('mixed-load (order × 3, new-order × 1)');
  const cpu = results().rows.find(({ variant, metric }) => variant === 'order' && metric.id === 'cpu');
  expect(['regression', 'invalid']).toContain(cpu?.verdict);
});

test('a side that answers wrongly is named, with the request and what it said', async () => {
  const { service, run: diff } = runs;
  service.commit(FAILING);
  const { exitCode, stderr } = await diff('HEAD~1', '--counts-only');
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toContain('order of head');
  expect(stderr).toContain('GET /orders/{n:1-500} answered 500');
});

test('another answer is shown, and fails only where that is asked for', async () => {
  const { service, run: diff, results } = runs;
  service.commit(OTHER_ANSWER);
  const shown = await diff('HEAD~1', '--counts-only');
  expect(shown.exitCode, shown.stderr).toBe(0);
  expect(results().run.answers).toMatchObject([{ variant: 'order', path: '$.customer_total_cents' }]);
  const failed = await diff('HEAD~1', '--counts-only', '--same-answers');
  expect(failed.exitCode, failed.stderr).toBe(3);
  expect(failed.stderr).toContain('$.customer_total_cents');
});

describe('the config of base', () => {
  test('may import duet/config and what the working tree has installed, for it is read before base is built', async () => {
    const { service, run: diff } = runs;
    const repository = repositoryIn(service.dir);
    const config = readFileSync(join(service.dir, 'duet.config.json'), 'utf8');
    rmSync(join(service.dir, 'duet.config.json'));
    const imports = "import { defineConfig } from 'duet/config';\nimport defaults from 'our-defaults';\n";
    repository.write('duet.config.ts', `${imports}export default defineConfig(defaults);\n`);
    repository.write('node_modules/our-defaults/package.json', '{ "type": "module", "exports": "./index.js" }');
    repository.write('node_modules/our-defaults/index.js', `export default ${config};\n`);
    repository.commit('A config with types');
    service.commit(ONE_MORE_QUERY);
    const { exitCode, stderr } = await diff('HEAD~1', '--counts-only');
    expect(exitCode, stderr).toBe(1);
    expect(stderr).not.toContain('base has no config file of its own');
    expect(changed()).toContainEqual(['order', 'round_trips', 'regression', 1, 2]);
  });

  test.each<[name: string, text: string, said: string]>([
    ['duet.config.json', '{ "start": "run {port}" }', 'duet.config.json of base (HEAD~1): "requests" is missing'],
    ['duet.config.json', '{', 'duet.config.json of base (HEAD~1) is no JSON'],
    ['duet.config.ts', "import 'nowhere';", 'duet.config.ts of base (HEAD~1) cannot be run: Cannot find package'],
  ])('that is wrong is named as its side: %s, %s', async (name, text, said) => {
    const { service, run: diff } = runs;
    const repository = repositoryIn(service.dir);
    const config = readFileSync(join(service.dir, 'duet.config.json'), 'utf8');
    rmSync(join(service.dir, 'duet.config.json'));
    repository.write(name, text);
    repository.commit('A wrong config');
    rmSync(join(service.dir, name));
    repository.write('duet.config.json', config);
    repository.commit('A better config');
    const { exitCode, stderr } = await diff('HEAD~1', '--counts-only');
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(said);
  });
});

test('a commit beside itself needs no measuring', async () => {
  const { run: diff, results } = runs;
  const { exitCode, stderr } = await diff('HEAD', '--counts-only');
  expect(exitCode, stderr).toBe(0);
  expect(results()).toMatchObject({ verdict: 'no change', run: { same_services: true } });
});

test.skipIf(noProc)('patterns and stacks are those of duet, and refused beside a service of one’s own', async () => {
  const { exitCode, stderr } = await runs.run('HEAD', '--config', 'duet.config.json', '--pattern', 'pooling');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--pattern is about the services of duet');
});
