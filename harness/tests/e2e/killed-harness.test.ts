/** A run killed with SIGKILL can clean up nothing: its samples stay readable, and the next run clears the rest. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { duet, startDuet, until } from './duet-process.ts';
import { isAlive, leftovers, noProc, type SeenProcess } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
let survivors: SeenProcess[];

beforeAll(async () => {
  place = makePlace();
  if (noProc !== undefined) return;
  const run = startDuet(place, ['compare', '--profile', 'smoke', '--pattern', 'batching', '--blocks', '50']);
  await until(run, 'the third sample', () => sampleLines(place).length >= 3);
  survivors = run.family().filter(({ pid }) => pid !== run.pid);
  process.kill(run.pid, 'SIGKILL');
  await run.ended;
});
afterAll(() => place?.[Symbol.dispose]());

test('its processes that watch for its end leave by themselves; PostgreSQL does not', async ({ skip }) => {
  skip(noProc !== undefined, noProc);
  const watching = () => survivors.filter(isAlive).filter(({ command }) => !command.includes('postgres'));
  await expect.poll(watching).toEqual([]);
  expect(survivors.filter(isAlive)).not.toEqual([]);
  expect(readdirSync(place.work)).toHaveLength(1);
});

test('duet report makes a partial report of its samples', async ({ skip }) => {
  skip(noProc !== undefined, noProc);
  const folder = runFolders(place)[0] as string;
  expect(existsSync(join(folder, 'results.json'))).toBe(false);

  const { exitCode, stdout } = await duet(place, ['report', folder]);

  expect(exitCode).toBe(0);
  const { status, trials } = readResults(join(folder, 'results.json'));
  expect({ status, trials }).toEqual({ status: 'partial', trials: sampleLines(place).length });
  const files = ['report.md', 'report.html'].map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const text of [stdout, ...files]) expect(text).toContain('The run did not come to its end');
});

test('the next run ends what is left and removes its work folder', async ({ skip }) => {
  skip(noProc !== undefined, noProc);
  expect(await leftovers(place, survivors)).not.toEqual([]);
  const { exitCode } = await duet(place, ['verify', '--pattern', 'pooling', '--stack', 'node']);
  expect(exitCode).toBe(0);
  expect(await leftovers(place, survivors)).toEqual([]);
});
