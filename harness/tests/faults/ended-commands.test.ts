/**
 * What ends tune, diff, ab and traps too early: SIGTERM, the death of PostgreSQL, a service that answers nothing any more. For
 * compare each has a file of its own, for libraries see libraries.test.ts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import { makeSide } from '../e2e/diff-sides.ts';
import { type DuetProcess, startDuet, until } from '../e2e/duet-process.ts';
import { leasedProcesses, leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from '../e2e/place.ts';
import { makeServiceHistory } from '../e2e/service-history.ts';
import { standStill } from './stand-still.ts';
import { tune, windowsOf } from './tuned.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const newest = (name: string) => join(runFolders(place).at(-1) as string, name);

interface Measuring {
  start(): DuetProcess;
  /** Waits until it has something to report, and is measuring more. */
  underWay(run: DuetProcess): Promise<unknown>;
  /** How the results say that they are not complete. */
  status(): unknown;
  /** What the process of the service is called. */
  service: string | RegExp;
  /** Where it was, as its message begins. */
  where: RegExp;
}

const samples = (run: DuetProcess) => until(run, 'the third sample', () => sampleLines(place).length >= 3);
const diffStatus = () => readDiffResults(newest('diff.json')).status;

const COMMANDS: Record<'tune' | 'diff' | 'ab', Measuring> = {
  tune: {
    start: () => startDuet(place, tune()),
    underWay: (run) => until(run, 'the second window', () => windowsOf(place) >= 2),
    status: () => readTuneResults(newest('tune.json')).status,
    service: /^the node service$/,
    where: /^duet: (tuning|warm-up|starting the service): /m,
  },
  diff: {
    start: () =>
      startDuet(place, [
        ...['diff', makeSide(place, 'base'), makeSide(place, 'head'), '--even-if-equal'],
        ...['--pattern', 'parallel', '--stack', 'node', '--time-budget', '5m'],
      ]),
    underWay: samples,
    status: diffStatus,
    service: /^the node service of (base|head)$/,
    where: /^duet: parallel\/node\/\S+ .*\(.+\): /m,
  },
  ab: {
    start: () => {
      const { dir } = makeServiceHistory(place, {});
      const args = ['--b-env', 'ORDERS_DB_CONNECTIONS=2', '--time-budget', '5m', '--out', place.out];
      return startDuet(place, ['ab', ...args], { cwd: dir });
    },
    underWay: samples,
    status: diffStatus,
    service: /^the service of [ab]$/,
    where: /^duet: (order|new-order)\S* .*\(.+\): /m,
  },
};
const NAMES = ['tune', 'diff', 'ab'] as const;

/** The pids of what the lease calls so. */
const leased = (what: RegExp | string) =>
  [...leasedProcesses(place)].filter(([name]) => name.match(what) !== null).map(([, pid]) => pid);

/** Ended too early: in order, with what was measured in its reports, and with nothing left. */
async function expectEnd(run: DuetProcess, { status }: Measuring, exit: number, message: RegExp) {
  const family = run.family();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(exit);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
  expect(status()).toBe('partial');
  expect(await leftovers(place, family)).toEqual([]);
}

test.each(NAMES)('SIGTERM ends duet %s with exit 130, and what was measured is reported', async (name) => {
  await using run = COMMANDS[name].start();
  await COMMANDS[name].underWay(run);
  run.interrupt('SIGTERM');
  await expectEnd(run, COMMANDS[name], 130, /^duet: stopped by SIGTERM$/m);
});

test.each(['tune', 'ab'] as const)('PostgreSQL is killed under duet %s', async (name) => {
  await using run = COMMANDS[name].start();
  await COMMANDS[name].underWay(run);
  process.kill(-(leased('PostgreSQL')[0] as number), 'SIGKILL');
  await expectEnd(
    run,
    COMMANDS[name],
    4,
    new RegExp(`${COMMANDS[name].where.source}PostgreSQL was ended by SIGKILL`, 'm'),
  );
});

/** Sends a signal to every service that comes up, for as long as the run lasts: one alone may have been about to end. */
async function signalEach(run: DuetProcess, service: RegExp | string, signal: NodeJS.Signals): Promise<void> {
  let isOver = false;
  void run.ended.then(() => (isOver = true));
  for (; !isOver; await sleep(20)) {
    for (const pid of existsSync(place.work) ? leased(service) : []) {
      try {
        process.kill(-pid, signal);
      } catch {} // it has ended by itself
    }
  }
}

test('a service is killed under duet tune', async () => {
  await using run = COMMANDS.tune.start();
  await COMMANDS.tune.underWay(run);
  void signalEach(run, COMMANDS.tune.service, 'SIGKILL');
  const where = /^duet: ((tuning|warm-up|starting the service): )?/.source;
  await expectEnd(run, COMMANDS.tune, 4, new RegExp(`${where}the node service was ended by SIGKILL`, 'm'));
});

/** Each time that it hangs takes as long as an answer may, and ten seconds. */
const TIMES = { timeout: 900_000 };

test.each(NAMES)('the services hang under duet %s: it ends, and what was measured is reported', TIMES, async (name) => {
  const { start, underWay, service, where } = COMMANDS[name];
  await using run = start();
  await underWay(run);
  void signalEach(run, service, 'SIGSTOP');
  const said = /(the (node )?service( of \w+)?) (has stopped answering|did not listen within|does not answer)/;
  await expectEnd(run, COMMANDS[name], 4, new RegExp(`${where.source}${said.source}|^duet: ${said.source}`, 'm'));
});

test('PostgreSQL stands still under duet ab: it ends, and what was measured is reported', TIMES, async () => {
  await using run = COMMANDS.ab.start();
  await COMMANDS.ab.underWay(run);
  standStill(leased('PostgreSQL')[0] as number);
  await expectEnd(
    run,
    COMMANDS.ab,
    4,
    new RegExp(`${COMMANDS.ab.where.source}PostgreSQL .*does not answer any more`, 'm'),
  );
});

describe('duet traps', () => {
  /** What waits for a timeout of two seconds, in both stacks. */
  const start = () => startDuet(place, ['traps', '--only', 'nested-checkout,waiting']);
  const printed = (text: string) => (run: DuetProcess) => until(run, text, () => run.printed.stderr.includes(text));

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended by %s: exit 130, nothing is left', async (signal) => {
    await using run = start();
    await printed('waiting (2 of 2)')(run);
    const family = run.family();
    run.interrupt(signal);
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain(`duet: stopped by ${signal}`);
    // What was shown before stands there.
    expect(stdout.length).toBeGreaterThan(200);
    expect(await leftovers(place, family)).toEqual([]);
    expect(existsSync(place.out)).toBe(false);
  });

  test('PostgreSQL is killed under a demonstration, which is named', async () => {
    await using run = start();
    await printed('waiting (2 of 2)')(run);
    const family = run.family();
    process.kill(-(leased('PostgreSQL')[0] as number), 'SIGKILL');
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/^duet: pooling \(waiting\): PostgreSQL was ended by SIGKILL/m);
    expect(await leftovers(place, family)).toEqual([]);
  });

  test('a demonstration that hangs is ended after 30 s, and named', async () => {
    await using run = start();
    await printed('waiting (2 of 2)')(run);
    const script = await until(run, 'its script', () =>
      run.family().find(({ command }) => /traps\/(node\/waiting\.ts|python\/waiting\.py)$/.test(command)),
    );
    const family = run.family();
    process.kill(script.pid, 'SIGSTOP');
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/^duet: .*traps\/\S*waiting\S* did not end within 30 s/m);
    expect(await leftovers(place, family)).toEqual([]);
  });
});
