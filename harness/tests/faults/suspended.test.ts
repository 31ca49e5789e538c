/** A machine that is suspended: all processes of a run stand still for half a minute, and go on. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { samplesOf } from '../e2e/broken-rules.ts';
import { startDuet, until } from '../e2e/duet-process.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, runFolders } from '../e2e/place.ts';
import { SMOKE } from './shell.ts';

const SUSPENDED_MS = 30_000;

test('SIGSTOP of everything for 30 s: the run goes on to its end, and the trial that it fell into does not count', async ({
  skip,
}) => {
  skip(noProc !== undefined, noProc);
  using place = makePlace();
  await using run = startDuet(place, [...SMOKE, '--blocks', '3']);
  await until(run, 'the third sample', () => samplesOf(place).length >= 3);
  const family = run.family();
  const send = (signal: NodeJS.Signals) => {
    for (const { pid } of family) {
      try {
        process.kill(pid, signal);
      } catch {} // it has ended by itself
    }
  };
  const before = samplesOf(place).length;
  send('SIGSTOP');
  await sleep(SUSPENDED_MS);
  send('SIGCONT');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  const [folder = ''] = runFolders(place);
  expect(readResults(join(folder, 'results.json'))).toMatchObject({ status: 'complete' });
  expect(samplesOf(place).length).toBeGreaterThan(before);
  // No time that was slept through counts.
  const counting = samplesOf(place).filter(({ invalid }) => invalid === undefined);
  expect(counting.filter(({ metrics }) => (metrics.time ?? 0) > SUSPENDED_MS)).toEqual([]);
  expect(await leftovers(place, family)).toEqual([]);
});
