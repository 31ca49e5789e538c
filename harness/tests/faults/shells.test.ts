/** What a shell does to duet: it is killed around it, closes what it reads and writes, and limits what it may have. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { leftovers, noProc, processesOf } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from '../e2e/place.ts';
import { SMOKE, shell } from './shell.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

/** The run came to its end, and nothing is left of it. */
async function expectComplete(): Promise<void> {
  const folders = runFolders(place);
  expect(folders).toHaveLength(1);
  expect(readResults(join(folders[0] as string, 'results.json'))).toMatchObject({ status: 'complete' });
  expect(await leftovers(place, [])).toEqual([]);
}

test('SIGKILL of the shell around it, as of a make that is killed: the run goes on to its end', async () => {
  const outside = shell(place, '"$@"; echo over', [...SMOKE, '--blocks', '3']);
  await expect.poll(() => sampleLines(place).length, { timeout: 120_000 }).toBeGreaterThan(0);
  process.kill(outside.pid as number, 'SIGKILL');
  await expect.poll(() => processesOf(place), { timeout: 120_000 }).toEqual([]);
  expect((await outside).stdout).not.toContain('over\n');
  await expectComplete();
});

test('SIGTERM to the whole group, as make does when it is ended: exit 130, finished samples are reported', async () => {
  const outside = shell(place, 'trap "" TERM; "$@"; echo "exit $?"', [...SMOKE, '--blocks', '50']);
  await expect.poll(() => sampleLines(place).length, { timeout: 120_000 }).toBeGreaterThan(2);
  process.kill(-(outside.pid as number), 'SIGTERM');
  expect((await outside).stdout).toContain('exit 130');
  const [folder = ''] = runFolders(place);
  expect(readResults(join(folder, 'results.json'))).toMatchObject({
    status: 'partial',
    status_reason: 'stopped by SIGTERM',
    trials: sampleLines(place).length,
  });
  expect(await leftovers(place, [])).toEqual([]);
});

test('all that it prints is read by `head -1`: the run comes to its end', async () => {
  const { stdout } = await shell(place, '{ "$@"; echo "exit $?" >code; } 2>&1 | head -1; cat code', SMOKE);
  expect(stdout.split('\n')).toEqual([expect.stringMatching(/^duet: /), 'exit 0']);
  await expectComplete();
});

test('neither standard input nor output is open', async () => {
  const { exitCode, stderr } = await shell(place, 'exec "$@" <&- >&-', SMOKE);
  expect(exitCode, stderr).toBe(0);
  await expectComplete();
});

test('too few open files: exit 4 before anything is started, and how to raise the limit', async () => {
  const { exitCode, stderr } = await shell(place, 'ulimit -n 256; exec "$@"', SMOKE);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: a process may have only 256 open files here; duet needs 512$/m);
  expect(stderr).toContain('ulimit -n 4096');
  expect(await leftovers(place, [])).toEqual([]);
});

test('just enough open files: the run comes to its end', async () => {
  const { exitCode, stderr } = await shell(place, 'ulimit -n 512; exec "$@"', SMOKE.with(4, 'batching,pooling'));
  expect(exitCode, stderr).toBe(0);
  await expectComplete();
});
