/** Services that leave the process group of their command: duet ends, and they with it, whatever ends it. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DuetProcess, duet, root, startDuet, until } from './duet-process.ts';
import { descendants, endProcesses, leftovers, noProc, processesOf } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';
import { openReadersDatabase, type ReadersDatabase } from './readers-database.ts';

let elsewhere: Place;
let database: ReadersDatabase;
let place: Place;

beforeAll(async () => {
  elsewhere = makePlace();
  database = await openReadersDatabase(elsewhere, 'tune-strays');
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  elsewhere?.[Symbol.dispose]();
});
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const SERVER = join(root, 'fixtures/examples/node-items/server.js');
const NODE = process.execPath;

/** The ways in which a service leaves. The last one takes nothing along by which its environment would tell. */
const WAYS = {
  'a session of its own': `sh -c 'setsid "${NODE}" "${SERVER}" & wait'`,
  'a daemon': `sh -c '(setsid "${NODE}" "${SERVER}" &)'`,
  'a daemon with an empty environment': `sh -c '(setsid env -i PORT={port} ITEMS_CONNECTIONS={pool_max} "DATABASE_URL=$DATABASE_URL" "${NODE}" "${SERVER}" &)'`,
};

/** Writing is not logged: nobody reads the log of a service whose duet was killed. */
const WRITE = 'POST /items {"id": {n}}';

function tune(command: string, request = WRITE): { args: string[]; env: Record<string, string>; cwd: string } {
  return {
    args: [
      ...['tune', 'pool', '--rate', '25', '--time-budget', '10s', '--request', request],
      ...['--command', command, '--env', 'PORT={port}', '--env', 'ITEMS_CONNECTIONS={pool_max}'],
    ],
    env: { DATABASE_URL: database.url },
    // Where a process is says that it is of this test, if nothing else does.
    cwd: place.dir,
  };
}

const services = () => processesOf(place).filter(({ command }) => command.endsWith(SERVER));
/** Its first setting has been measured, and the next one is up. */
async function measuring(run: DuetProcess): Promise<void> {
  await until(run, 'the second setting', () => run.printed.stderr.includes('whether the service heeds'));
  await until(run, 'the service', () => services().length > 0);
}

test.each(Object.entries(WAYS))('%s: duet refuses its first answer, ends, and leaves nothing', async (_, command) => {
  const { args, ...options } = tune(command, 'GET /nowhere');
  const { exitCode, stderr } = await duet(place, args, options);
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('GET /nowhere is answered with status 404');
  expect(await leftovers(place, [])).toEqual([]);
});

test.each([
  ['a session of its own', 'SIGINT'],
  ['a daemon', 'SIGTERM'],
] as const)('%s: measured, until %s ends duet and all of it', async (way, signal) => {
  const { args, ...options } = tune(WAYS[way]);
  await using run = startDuet(place, args, options);
  await measuring(run);
  process.kill(run.pid, signal);
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(await leftovers(place, [])).toEqual([]);
});

test('a daemon: twice Ctrl-C ends duet at once, and all of it', async () => {
  const { args, ...options } = tune(WAYS['a daemon']);
  await using run = startDuet(place, args, options);
  await measuring(run);
  run.interrupt();
  run.interrupt();
  expect((await run.ended).exitCode).toBe(130);
  expect(await leftovers(place, [])).toEqual([]);
});

test('a daemon of a duet that was killed is ended by the next run', async () => {
  const { args, ...options } = tune(WAYS['a daemon']);
  await using run = startDuet(place, args, options);
  await measuring(run);
  process.kill(run.pid, 'SIGKILL');
  await run.ended;
  expect(services()).not.toEqual([]);
  await duet(place, ['tune', 'pool', '--url', 'http://127.0.0.1:1', '--request', 'GET /'], { cwd: place.dir });
  expect(await leftovers(place, [])).toEqual([]);
});

test('what a container engine holds the port for is refused at the first setting, by name', async () => {
  // Nothing but its name makes a process that of an engine.
  mkdirSync(join(place.dir, 'bin'));
  const engine = join(place.dir, 'bin/docker-proxy');
  copyFileSync(NODE, engine);
  const { args, ...options } = tune(WAYS['a daemon with an empty environment'].replaceAll(NODE, engine));
  await using run = startDuet(place, args, options);
  const { exitCode, stderr } = await run.ended;
  const left = processesOf(place);
  endProcesses(left.flatMap(({ pid }) => descendants(pid)));
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toMatch(/served by docker-proxy \(process \d+.*, which duet may not stop/);
  expect(left.map(({ command }) => command)).toEqual([expect.stringContaining('docker-proxy')]);
  expect(await leftovers(place, [])).toEqual([]);
});
