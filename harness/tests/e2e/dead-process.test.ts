/** A process that dies under a run: a service is started again once; anything else, and a second time, ends the run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import type { Sample } from '../../results/schema.ts';
import { type DuetProcess, startDuet, until } from './duet-process.ts';
import { leasedProcesses, leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const samples = () => sampleLines(place).map((line) => JSON.parse(line) as Sample);
const isDeath = ({ invalid = [] }: Sample) => invalid.some(({ rule }) => rule === 'process-died');
const deaths = () => samples().filter(isDeath);

/** Ends a process of the run without notice, once this many trials are over and the next one is under way. */
async function killAfter(run: DuetProcess, trials: number, what: string): Promise<void> {
  await until(run, `${trials} samples`, () => samples().length >= trials);
  const pid = await until(run, what, () => leasedProcesses(place).get(what));
  process.kill(what === 'PostgreSQL' ? -pid : pid, 'SIGKILL');
}

/** What a run says that a death has ended. */
async function expectEnd(run: DuetProcess, cell: string, what: string): Promise<void> {
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(
    new RegExp(
      `^duet: ${cell}/(before|after|after-pool|after-best) \\([a-z, -]+\\): ${what} was ended by SIGKILL`,
      'm',
    ),
  );
  expect(stderr).toContain('duet: try: finished samples are kept');
  expect(stderr).not.toMatch(/^\s+at /m);

  // Nothing that was measured while something was dead may count.
  expect(samples().filter(({ failure }) => failure !== undefined)).toEqual([]);
  const folder = runFolders(place)[0] as string;
  expect(readResults(join(folder, 'results.json'))).toMatchObject({
    status: 'partial',
    trials: new Set(samples().map(({ trial }) => trial)).size,
  });
  for (const text of [stdout, readFileSync(join(folder, 'report.md'), 'utf8')]) {
    expect(text).toContain(`${what} was ended by SIGKILL`);
  }
}

// With a warm pool of processes, which outlive it and hold its output.
test('the python service is killed in the middle of a trial: it is started again, and the trial repeated', async () => {
  const what = 'the python service';
  const args = ['compare', '--profile', 'smoke', '--stack', 'python', '--pattern', 'workers'];
  await using run = startDuet(place, args);
  await killAfter(run, 1, what);
  const family = run.family();
  const { exitCode, stderr } = await run.ended;

  expect(exitCode, stderr).toBe(0);
  expect(await leftovers(place, family)).toEqual([]);
  const [died, ...others] = samples().filter(({ invalid }) => invalid !== undefined);
  expect(others).toEqual([]);
  expect(died).toMatchObject({
    metrics: {},
    invalid: [{ rule: 'process-died', message: `${what} was ended by SIGKILL` }],
  });
  expect(samples().at(-1)).toMatchObject({ trial: died?.trial, attempt: 2 });
  const folder = runFolders(place)[0] as string;
  const { validity, run: header } = readResults(join(folder, 'results.json'));
  expect(validity).toMatchObject({ trials: header.planned_trials, repeated: 1, invalid: 0, trustworthy: true });
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain(`${what} was ended by SIGKILL`);
});

/** After the first sample of each, its block has a second of work left, or more. */
const STANDARD = ['compare', '--profile', 'standard'];

test('the node service is killed, started again, and killed again in the same phase', async () => {
  await using run = startDuet(place, [...STANDARD, '--stack', 'node', '--pattern', 'batching']);
  await killAfter(run, 1, 'the node service');
  await until(run, 'its sample', () => deaths().length > 0);
  await killAfter(run, samples().length + 1, 'the node service');
  const family = run.family();
  await expectEnd(run, 'batching/node', 'the node service');
  expect(await leftovers(place, family)).toEqual([]);
  expect(deaths()).toHaveLength(2);
  // What was measured between them came from a service that was started again.
  const all = samples();
  const between = all.slice(all.findIndex(isDeath) + 1, all.findLastIndex(isDeath));
  expect(between.map(({ metrics }) => metrics)).toContainEqual(expect.objectContaining({ calls: expect.any(Number) }));
});

test.each([
  ['PostgreSQL', 'node', 'pooling'],
  ['the upstream stub', 'python', 'batching'],
])('%s is killed in the middle of a trial', async (what, stack, pattern) => {
  await using run = startDuet(place, [...STANDARD, '--stack', stack, '--pattern', pattern]);
  await killAfter(run, 1, what);
  const family = run.family();
  await expectEnd(run, `${pattern}/${stack}`, what);
  expect(await leftovers(place, family)).toEqual([]);
});
