/** A service that is there, accepts requests, and answers none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { samplesOf } from '../e2e/broken-rules.ts';
import { type DuetProcess, startDuet, until } from '../e2e/duet-process.ts';
import { leasedProcesses, leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { SMOKE } from './shell.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const WHAT = 'the node service';
const HUNG = `${WHAT} has stopped answering, also to GET /health, within 10 s`;

/** Stops the service once so many trials are over and the next is under way; the kernel still accepts for it. */
async function stopAfter(run: DuetProcess, trials: number): Promise<void> {
  await until(run, `${trials} samples`, () => samplesOf(place).length >= trials);
  process.kill(await until(run, WHAT, () => leasedProcesses(place).get(WHAT)), 'SIGSTOP');
}
const hung = () => samplesOf(place).filter(({ invalid }) => invalid?.some(({ rule }) => rule === 'process-died'));

/** Each time that it hangs takes as long as an answer may, and ten seconds. */
const TIMES = { timeout: 600_000 };

test('once: it is ended and started again, and the trial is repeated', TIMES, async () => {
  await using run = startDuet(place, [...SMOKE, '--blocks', '3']);
  await stopAfter(run, 1);
  const family = run.family();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  expect(hung()).toMatchObject([{ metrics: {}, invalid: [{ rule: 'process-died', message: HUNG }] }]);
  const [folder = ''] = runFolders(place);
  expect(readResults(join(folder, 'results.json'))).toMatchObject({ status: 'complete', validity: { repeated: 1 } });
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain(HUNG);
  expect(await leftovers(place, family)).toEqual([]);
});

test('twice in a phase: the run ends with the cell, and what it measured is reported', TIMES, async () => {
  // After the first sample its block has a second of work left.
  await using run = startDuet(place, ['compare', '--profile', 'standard', '--pattern', 'batching', '--stack', 'node']);
  await stopAfter(run, 1);
  await until(run, 'the end of its trial', () => hung().length > 0);
  await stopAfter(run, samplesOf(place).length + 1);
  const family = run.family();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(new RegExp(`^duet: batching/node/\\S+ \\(.+\\): ${HUNG}$`, 'm'));
  expect(stderr).toContain('duet: try: finished samples are kept');
  expect(readResults(join(runFolders(place)[0] as string, 'results.json'))).toMatchObject({ status: 'partial' });
  expect(await leftovers(place, family)).toEqual([]);
});
