/** What may happen under `duet libraries`: it is interrupted, a library or PostgreSQL is killed, or stands still. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readLibrariesResults } from '../../results/libraries-folder.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import { type DuetProcess, duet, startDuet, until } from '../e2e/duet-process.ts';
import { leasedProcesses, leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from '../e2e/place.ts';
import { makeLibrariesCheckout } from './libraries-checkout.ts';
import { shell } from './shell.ts';
import { standStill } from './stand-still.ts';

let home: Place;
let checkout: string;
beforeAll(() => {
  home = makePlace();
  checkout = makeLibrariesCheckout(home);
});
afterAll(() => home?.[Symbol.dispose]());

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const start = (...args: string[]) => startDuet(place, ['libraries', '--stack', 'node', ...args], { checkout });
const BATCHING = ['--pattern', 'batching', '--only', 'undici-request'];
const COUNT = ['--counts-only', ...BATCHING];
/** The reference is measured, too. */
const WORKERS = ['--pattern', 'workers', '--only', 'worker-threads', '--blocks', '3'];

const samples = () => sampleLines(place).map((line) => JSON.parse(line) as LibrarySample);
const costs = () => samples().filter((sample) => sample.kind === 'cost');
const results = () => readLibrariesResults(join(runFolders(place)[0] as string, 'libraries.json'));
const printed = (run: DuetProcess, text: string) => until(run, text, () => run.printed.stderr.includes(text));
const processOf = (run: DuetProcess, what: string) => until(run, what, () => leasedProcesses(place).get(what));

/** Ended too early: in order, with what was found in its reports, and with nothing left. */
async function expectEnd(run: DuetProcess, exit: number, message: RegExp) {
  const family = run.family();
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(exit);
  expect(stderr).toMatch(message);
  expect(stderr).toContain('duet libraries --resume');
  expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
  expect(stdout).toContain('libraries.html');
  expect(results().complete).toBe(false);
  expect(await leftovers(place, family)).toEqual([]);
}

/** Goes on, finds out what is missing and nothing twice, and leaves nothing. */
async function expectResumed() {
  const before = sampleLines(place);
  const { exitCode, stderr } = await duet(place, ['libraries', '--resume', 'latest'], { checkout });
  expect(exitCode, stderr).toBe(0);
  expect(sampleLines(place).slice(0, before.length)).toEqual(before);
  expect(results().complete).toBe(true);
  expect(await leftovers(place, [])).toEqual([]);
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while costs are measured keeps finished rows, and the rest is measured later',
  async (signal) => {
    await using run = start(...WORKERS);
    await until(run, 'the first cost', () => costs().length >= 1);
    run.interrupt(signal);
    await expectEnd(run, 130, new RegExp(`^duet: stopped by ${signal}$`, 'm'));
    expect(costs().filter(({ failed }) => failed !== undefined)).toEqual([]);
    await expectResumed();
    const believed = costs().filter(({ invalid }) => invalid === undefined);
    const measured = believed.map(({ name, operation, block }) => `${name} ${operation} ${block}`);
    expect([...new Set(measured)]).toEqual(measured);
  },
);

test('SIGTERM while libraries are counted keeps finished rows', async () => {
  await using run = start(...COUNT);
  await printed(run, 'counting what batching/node/undici-request');
  run.interrupt('SIGTERM');
  await expectEnd(run, 130, /^duet: stopped by SIGTERM$/m);
  expect(results().libraries.map(({ answers }) => answers)).toEqual(['equal']);
  await expectResumed();
});

describe('the process of a library', () => {
  /** The run goes on to its end with the failure of that library. */
  async function expectFailure(run: DuetProcess, kind: 'counts' | 'cost', said: RegExp) {
    const family = run.family();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(0);
    expect(results().complete).toBe(true);
    const failures = samples().flatMap((sample) => (sample.kind === kind && sample.failed ? [sample.failed] : []));
    expect(failures).toEqual([expect.stringMatching(said)]);
    expect(await leftovers(place, family)).toEqual([]);
  }

  test('that is killed while it is counted is named, and the run goes on', async () => {
    await using run = start(...COUNT);
    await printed(run, 'counting what batching/node/undici-request');
    process.kill(-(await processOf(run, 'batching/node/undici-request')), 'SIGKILL');
    await expectFailure(run, 'counts', /no answer|was ended by SIGKILL/);
    expect(run.printed.stderr).toContain('batching/node/undici-request failed: ');
  });

  test('that is killed while its costs are measured is named, and the other blocks are measured', async () => {
    await using run = start(...WORKERS);
    await until(run, 'the first cost', () => costs().length >= 1);
    await printed(run, 'costs, block 2 of 3: workers/node/worker-threads');
    process.kill(-(await processOf(run, 'workers/node/worker-threads')), 'SIGKILL');
    await expectFailure(run, 'cost', /\S/);
    expect(costs().filter(({ failed }) => failed === undefined).length).toBeGreaterThanOrEqual(2 * 3 - 1);
  });

  test('that stands still while it is counted is named after a minute, and the run goes on', async () => {
    await using run = start(...COUNT);
    await printed(run, 'counting what batching/node/undici-request');
    process.kill(-(await processOf(run, 'batching/node/undici-request')), 'SIGSTOP');
    await expectFailure(run, 'counts', /timeout|did not listen/);
  });
});

test('PostgreSQL is killed while libraries are counted: the run ends with the library, and goes on later', async () => {
  await using run = start('--counts-only', '--pattern', 'pooling', '--only', 'pg');
  await printed(run, 'counting what database/node/pg');
  process.kill(-(await processOf(run, 'PostgreSQL')), 'SIGKILL');
  await expectEnd(run, 4, /^duet: (database\/node\/pg \(counting\): )?PostgreSQL was ended by SIGKILL/m);
  expect(results().libraries.map(({ answers, counts }) => [answers, counts])).toEqual([['equal', []]]);
  await expectResumed();
});

test('PostgreSQL stands still while libraries are counted: no library is blamed for it', {
  timeout: 600_000,
}, async () => {
  await using run = start('--counts-only', '--pattern', 'pooling', '--only', 'pg');
  await printed(run, 'counting what database/node/pg');
  standStill(await processOf(run, 'PostgreSQL'));
  await expectEnd(run, 4, /^duet: (database\/node\/pg \(counting\): )?PostgreSQL .*does not answer any more/m);
  expect(results().libraries.map(({ answers, counts, pool }) => [answers, counts, pool])).toEqual([
    ['equal', [], undefined],
  ]);
  await expectResumed();
});

test('PostgreSQL is killed while costs are measured: no library is blamed for it', async () => {
  await using run = start('--pattern', 'serving', '--only', 'fastify');
  await until(run, 'the first cost', () => costs().length >= 1);
  process.kill(-(await processOf(run, 'PostgreSQL')), 'SIGKILL');
  await expectEnd(run, 4, /^duet: (serving\/node\/fastify \(.+\): )?PostgreSQL was ended by SIGKILL/m);
  expect(costs().filter(({ failed }) => failed !== undefined)).toEqual([]);
});

test('neither standard input nor output of duet libraries is open', async () => {
  const args = ['libraries', '--stack', 'node', ...COUNT];
  const { exitCode, stderr } = await shell(place, 'exec "$@" <&- >&-', args, {}, checkout);
  expect(exitCode, stderr).toBe(0);
  expect(results().complete).toBe(true);
  expect(await leftovers(place, [])).toEqual([]);
});

test('all that duet libraries prints is read by `head -1`', async () => {
  const args = ['libraries', '--stack', 'node', ...COUNT];
  const { stdout } = await shell(place, '{ "$@"; echo "exit $?" >code; } 2>&1 | head -1; cat code', args, {}, checkout);
  expect(stdout.split('\n')).toEqual([expect.stringMatching(/^duet: /), 'exit 0']);
  expect(results().complete).toBe(true);
  expect(await leftovers(place, [])).toEqual([]);
});
