/** A process that dies under a run: the run says which, where and why, and keeps what it had measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { startDuet, until } from './duet-process.ts';
import { leasedProcesses, leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

/** After the first sample of each, its block has a second of work left, or more. */
const cases = [
  ['the node service', 'node', 'batching', ['--profile', 'standard']],
  // With a warm pool of processes, which outlive it and hold its output.
  ['the python service', 'python', 'workers', ['--profile', 'smoke']],
  ['PostgreSQL', 'node', 'pooling', ['--profile', 'standard']],
  ['the upstream stub', 'python', 'batching', ['--profile', 'standard']],
] as const;

test.each(cases)('%s is killed in the middle of a trial', async (what, stack, pattern, profile) => {
  await using run = startDuet(place, ['compare', '--stack', stack, '--pattern', pattern, ...profile]);
  await until(run, 'the first sample', () => sampleLines(place).length > 0);
  const family = run.family();
  const pid = await until(run, what, () => leasedProcesses(place).get(what));
  process.kill(what === 'PostgreSQL' ? -pid : pid, 'SIGKILL');
  const { exitCode, stdout, stderr } = await run.ended;

  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(
    new RegExp(
      `^duet: ${pattern}/${stack}/(before|after|after-pool) \\([a-z, -]+\\): ${what} was ended by SIGKILL`,
      'm',
    ),
  );
  expect(stderr).toContain('duet: try: finished samples are kept');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await leftovers(place, family)).toEqual([]);

  // Nothing that was measured while something was dead may count.
  const samples = sampleLines(place).map((line) => JSON.parse(line));
  expect(samples.filter(({ failure }) => failure !== undefined)).toEqual([]);
  const folder = runFolders(place)[0] as string;
  expect(readResults(join(folder, 'results.json'))).toMatchObject({ status: 'partial', trials: samples.length });
  for (const text of [stdout, readFileSync(join(folder, 'report.md'), 'utf8')]) {
    expect(text).toContain(`${what} was ended by SIGKILL`);
  }
});
