/** What a PostgreSQL does to a run beside dying at once: it stands still, is restarted, has no room, breaks connections off. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import { readResults } from '../../results/run-folder.ts';
import { readTuneResults } from '../../results/tune-folder.ts';
import { broken, compare, conclude, isOver, samplesOf } from '../e2e/broken-rules.ts';
import { makeSide } from '../e2e/diff-sides.ts';
import { duet, startDuet, until } from '../e2e/duet-process.ts';
import { leasedProcesses, leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from '../e2e/place.ts';
import { openReadersDatabase } from '../e2e/readers-database.ts';
import { BALLAST, fillDisk, mountDisk } from '../e2e/small-disk.ts';
import { SMOKE } from './shell.ts';
import { standStill } from './stand-still.ts';
import { tune, windowsOf } from './tuned.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => {
  vi.unstubAllEnvs();
  place?.[Symbol.dispose]();
});

const newest = (name: string) => join(runFolders(place).at(-1) as string, name);

/** What waits for an answer waits as long as an answer may take. */
const TIMES = { timeout: 600_000 };

test(
  'PostgreSQL stands still in a trial: the run ends with the cell, and what it measured is reported',
  TIMES,
  async () => {
    await using run = startDuet(place, ['compare', '--profile', 'standard', '--pattern', 'pooling', '--stack', 'node']);
    await until(run, 'the first sample', () => samplesOf(place).length > 0);
    const family = run.family();
    standStill(leasedProcesses(place).get('PostgreSQL') as number);
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/^duet: pooling\/node\/\S+ \(.+\): PostgreSQL .*does not answer any more/m);
    expect(stderr).toContain('duet: try: ');
    expect(stderr).toContain('goes on where it stopped');
    expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
    expect(stdout).toContain('does not answer any more');
    expect(readResults(newest('results.json'))).toMatchObject({ status: 'partial' });
    expect(await leftovers(place, family)).toEqual([]);
  },
);

test('PostgreSQL stands still in a window: the tuning ends, and what it measured is reported', TIMES, async () => {
  await using run = startDuet(place, tune());
  await until(run, 'the second window', () => windowsOf(place) >= 2);
  const family = run.family();
  standStill(leasedProcesses(place).get('PostgreSQL') as number);
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: (tuning|warm-up|starting the service): /m);
  expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
  expect(readTuneResults(newest('tune.json'))).toMatchObject({ status: 'partial' });
  expect(await leftovers(place, family)).toEqual([]);
});

test(
  'the server of DATABASE_URL is restarted under compare: the trials do not count, and are repeated',
  TIMES,
  async () => {
    await using database = await openReadersDatabase(place, 'restarted');
    await using run = startDuet(place, compare('quick', 'parallel', 2), { env: { DATABASE_URL: database.url } });
    await until(run, 'the first sample', () => samplesOf(place).length > 0);
    while (broken(place, 'errors').length === 0 && !isOver(run)) {
      await database.restart();
      await sleep(500);
    }
    await conclude(place, run, 'errors');
    // The server itself listens, and the logs of the services name its port.
    const left = await leftovers(place, []);
    expect(left.filter((one) => !one.startsWith('port '))).toEqual([]);
  },
);

test(
  'the server of DATABASE_URL is restarted under diff: it goes on, and drops the database that it made',
  TIMES,
  async () => {
    await using database = await openReadersDatabase(place, 'restarted');
    const sides = [makeSide(place, 'base'), makeSide(place, 'head')];
    const rules = ['--even-if-equal', '--threshold', '90%', '--time-budget', '90s'];
    const args = ['diff', ...sides, '--pattern', 'parallel', '--stack', 'node', ...rules];
    await using run = startDuet(place, args, { env: { DATABASE_URL: database.url } });
    await until(run, 'the third sample', () => sampleLines(place).length >= 3);
    await database.restart();
    const { exitCode, stderr } = await run.ended;
    // What was under way is worth nothing, and so may be all of it.
    expect([0, 5], stderr).toContain(exitCode);
    expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
    expect(readDiffResults(newest('diff.json'))).toMatchObject({ status: 'complete' });
    expect(await database.query("SELECT datname FROM pg_database WHERE datname LIKE 'duet%base%'")).toEqual([]);
  },
);

test(
  'the server of DATABASE_URL is restarted under tune: it ends, and what it measured is reported',
  TIMES,
  async () => {
    await using database = await openReadersDatabase(place, 'restarted');
    const env = { DATABASE_URL: database.url };
    await using run = startDuet(place, tune(), { env });
    await until(run, 'the second window', () => windowsOf(place) >= 2);
    await database.restart();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(
      /^duet: (tuning|warm-up|starting the service): PostgreSQL has gone, or does not answer any more: /m,
    );
    expect(stderr).toContain('duet: try: see whether it runs');
    expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
    expect(readTuneResults(newest('tune.json'))).toMatchObject({ status: 'partial' });
    const next = await duet(place, ['verify', '--pattern', 'pooling', '--stack', 'node'], { env });
    expect(next.exitCode, next.stderr).toBe(0);
  },
);

test(
  'the disk of the server of DATABASE_URL is full: nothing can be loaded; what is loaded is measured all the same',
  TIMES,
  async ({ skip }) => {
    const dir = join(place.dir, 'disk');
    using disk = mountDisk(dir, 300);
    skip(disk.missing !== undefined, disk.missing);
    // Its binaries, and the folder of its data.
    vi.stubEnv('TMPDIR', dir);
    await using database = await openReadersDatabase(place, 'full');
    vi.unstubAllEnvs();
    const env = { DATABASE_URL: database.url };

    fillDisk(dir);
    const refused = await duet(place, SMOKE, { env });
    expect(refused.exitCode, refused.stderr).toBe(4);
    expect(refused.stderr).toMatch(/^duet: loading the fixtures into \S+ failed: .*No space left on device$/m);
    expect(refused.stderr).toContain('duet: try: free some space on the disk of that server');

    rmSync(join(dir, BALLAST));
    await using run = startDuet(place, compare('smoke', 'pooling', 3), { env });
    await until(run, 'the first sample', () => samplesOf(place).length > 0);
    fillDisk(dir);
    const { exitCode, stderr } = await run.ended;
    expect([0, 5], stderr).toContain(exitCode);
    expect(readResults(newest('results.json'))).toMatchObject({ status: 'complete' });
  },
);

test('the server ends the session that loads the fixtures', async () => {
  await using database = await openReadersDatabase(place, 'loading');
  await using run = startDuet(place, SMOKE, { env: { DATABASE_URL: database.url } });
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%CREATE SCHEMA%'`;
  let hasEnded = false;
  void run.ended.then(() => (hasEnded = true));
  while (!hasEnded && (await database.query(end)).length === 0) await sleep(5);
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: loading the fixtures into \S+ failed: terminating connection/m);
  expect(stderr).toContain('duet: try: see why the server ended the connection');
});

/** Hands on what is sent to a server, until somebody sends SQL that makes a schema: then all connections break, and none is taken. */
async function openBreakingWay(to: string) {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onwards = connect(Number(port), hostname);
    for (const one of [socket, onwards]) {
      sockets.add(one);
      one.on('error', () => {});
    }
    socket.on('data', (bytes) => {
      if (!bytes.includes('CREATE SCHEMA')) return void onwards.write(bytes);
      server.close();
      for (const one of sockets) one.destroy();
    });
    onwards.pipe(socket);
    socket.on('close', () => onwards.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as { port: number }).port);
  return { url: url.href, [Symbol.dispose]: () => void server.close() };
}

test('the connection to the server breaks while the fixtures are loaded', async () => {
  await using database = await openReadersDatabase(place, 'breaking');
  using way = await openBreakingWay(database.url);
  const { exitCode, stderr } = await duet(place, SMOKE, { env: { DATABASE_URL: way.url } });
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(
    /^duet: (loading the fixtures into \S+ failed: |loading the fixtures: PostgreSQL has gone, or does not answer any more: )/m,
  );
  expect(stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
  const next = await duet(place, ['verify', '--pattern', 'pooling', '--stack', 'node'], {
    env: { DATABASE_URL: database.url },
  });
  expect(next.exitCode, next.stderr).toBe(0);
});
