/** `duet tune pool` as a user runs it, on duet's own services. A reader's own: tune-own-service.test.ts. */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verdictText } from '../../report/tune/advice/target.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import { sentencesIn } from '../readers/sentences-in-tuning.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { expectMeasured } from './tune-outcome.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

/** Short windows: the numbers are noisy, and nothing here judges them. */
const TUNE = ['tune', 'pool', '--stack', 'node', '--time-budget', '12s', '--seed', '1'];

test('four processes on a server of 20 connections get what they can have, and a p99 that no pool can keep is told', async () => {
  const line = ['--workload', 'slow', '--rate', '80', '--processes', '4', '--max-connections', '20', '--p99', '20ms'];
  const outcome = await duet(place, [...TUNE, ...line, '--json']);

  expectMeasured(outcome);
  const [folder] = runFolders(place) as [string];
  const results = readTuneResults(join(folder, 'tune.json'));
  expect(JSON.parse(outcome.stdout)).toEqual(results);
  expect(results).toMatchObject({
    status: 'complete',
    subject: { kind: 'own', stack: 'node', workload: 'slow', form: 'async' },
    target: { rate_per_s: 80, processes: 4, arrivals: 'poisson', p99_ms: 20 },
    command: [...TUNE, ...line, '--json'].join(' '),
  });

  const { budget, probe, recommendation } = results;
  expect(budget).toMatchObject({ max_connections: 20, reserved: 3 });
  expect(budget?.per_process).toBe(Math.floor((17 - (budget?.others ?? 0) - (budget?.duet ?? 0)) / 4));
  const { size = 99, overflow = 99 } = recommendation?.setting ?? {};
  expect(size + overflow).toBeLessThanOrEqual(budget?.per_process ?? 0);
  // Nor did the search take what the other processes need.
  for (const { setting } of results.search) {
    expect(setting.size + setting.overflow).toBeLessThanOrEqual(budget?.per_process ?? 0);
  }
  expect(recommendation?.arithmetic).toMatchObject({ code: 'of-budget', max_connections: 20, processes: 4 });
  expect(sentencesIn(results)).toEqual([]);

  expect(recommendation?.target_met).toBe(false);
  // pg_sleep alone takes 50 ms.
  expect(probe?.service_ms).toBeGreaterThan(50);
  const { stdout } = await duet(place, ['report', folder]);
  expect(stdout.replace(/\s+/g, ' ')).toContain(recommendation && verdictText(recommendation));
  for (const file of ['tune.html', 'tune.md', 'tune.json']) expect(stdout).toContain(file);

  for (const file of ['tune.html', 'tune.md', 'windows.jsonl']) expect(existsSync(join(folder, file)), file).toBe(true);
  expect(readlinkSync(join(place.out, 'latest'))).toBe(basename(folder));
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});

test('Ctrl-C in the middle keeps what was measured, in a partial report, and leaves nothing behind', async ({
  skip,
}) => {
  skip(noProc !== undefined, noProc);
  await using run = startDuet(place, [...TUNE, '--workload', 'mix', '--rate', '50']);
  const windows = () => {
    const file = join(runFolders(place)[0] ?? place.out, 'windows.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  };
  await until(run, 'the second window', () => windows() >= 2);
  const family = run.family();
  run.interrupt();
  const { exitCode, stdout, stderr } = await run.ended;

  expect(exitCode).toBe(130);
  expect(stderr).toContain('duet: stopped by SIGINT');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await leftovers(place, family)).toEqual([]);
  const folder = runFolders(place)[0] as string;
  const results = readTuneResults(join(folder, 'tune.json'));
  expect(results).toMatchObject({ status: 'partial', status_reason: 'stopped by SIGINT' });
  for (const text of [stdout, readFileSync(join(folder, 'tune.md'), 'utf8')]) {
    expect(text).toContain('stopped by SIGINT');
  }
});

test('a DATABASE_URL where nobody answers', async () => {
  const env = { DATABASE_URL: 'postgresql://someone:hunter2-secret@127.0.0.1:1/db' };
  const { exitCode, stdout, stderr } = await duet(place, TUNE, { env });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('PostgreSQL at postgresql://someone:***@127.0.0.1:1/db does not answer');
  expect(stdout + stderr).not.toContain('hunter2');
});
