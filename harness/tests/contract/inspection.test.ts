/** What one request of every cell causes, exactly, as the inspection of a run counts it; and what the services tell. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureFile } from '../../lab/files.ts';
import { openClient } from '../../load/client.ts';
import { profiles } from '../../patterns/profiles.ts';
import { startReportCpu } from '../../patterns/report-cpu.ts';
import { inspectCells } from '../../protocol/inspect.ts';
import {
  type CellInspection,
  type Inspection,
  PATTERNS,
  type PatternName,
  STACKS,
  type StackName,
} from '../../results/schema.ts';
import { ask } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { holdTables } from './held-tables.ts';

const USERS = 1_000;
/** How long requests wait for a connection, at least. */
const WAIT_MS = 100;
/** Orders in a report that takes some tenths of a second. */
const REPORT_SIZE: Record<StackName, number> = { node: 8_000_000, python: 1_000_000 };

let around: Surroundings;
let both: Both;
let found: CellInspection[];
beforeAll(async () => {
  around = await openSurroundings('inspection');
  both = await startBoth(around, () => ({ databaseUrl: around.lab.proxiedUrl }));
  await ensureFile(around.lab.filesDir, profiles.smoke.sizes.file_bytes);
  found = await inspect([...PATTERNS], [...STACKS]);
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

function inspect(patterns: PatternName[], stacks: StackName[]): Promise<CellInspection[]> {
  const sizes = {
    ...profiles.smoke.sizes,
    users: USERS,
    report_size_node: REPORT_SIZE.node,
    report_size_python: REPORT_SIZE.python,
  };
  const services = stacks.map((stack) => both[stack]);
  const signal = new AbortController().signal;
  return inspectCells(around.lab, services, { patterns, sizes, signal, onPattern() {} });
}

function of(pattern: PatternName, stack: StackName, variant: string, cells = found): Inspection {
  const cell = cells.find((one) => one.pattern === pattern && one.stack === stack && one.variant === variant);
  if (cell === undefined) throw new Error(`${pattern}/${stack}/${variant} was not inspected`);
  return cell.inspection;
}

/** Statements (application's, all), round trips, sessions and connections, calls, pooled connections at once. */
type Counts = [application: number, statements: number, trips: number, sessions: number, calls: number, inUse: number];

/**
 * The variants that are counted and not timed: statements, round trips, sessions; and sessions that are left open. The
 * pool that GET /stats tells of is not theirs.
 */
const counted: Record<string, [statements: number, trips: number, sessions: number, left?: number]> = {
  // Of ten queries the pool makes two on connections that it has to open first, and keeps the last of them.
  'pooling/node/after-max-uses': [1, 1 + 3 / 5, 1 / 5, 1],
  'pooling/node/after-pipeline': [1, 1, 0],
  'pooling/python/nullpool': [1 + 2, 3 + 3, 1],
  'pooling/python/after-autocommit': [1, 1, 0],
  'pooling/python/after-async': [1 + 2, 3, 0],
  // The ping is an empty query: a round trip, but no statement.
  'pooling/python/after-pre-ping': [1 + 2, 3 + 1, 0],
  'pooling/python/after-lifo': [1 + 2, 3, 0],
};

/** An engine per request, whose connections are closed when the garbage collector comes by. */
const NO_DISPOSE = 'pooling/python/before-no-dispose';

const nothing: Counts = [0, 0, 0, 0, 0, 0];
/** SQLAlchemy sends BEGIN before, and ROLLBACK after, what runs on a connection. */
const exact: Record<string, Counts> = {
  'parallel/node/before': [3, 3, 3, 0, 0, 1],
  'parallel/node/after': [3, 3, 3, 0, 0, 3],
  'parallel/python/before': [3, 3 + 2, 5, 0, 0, 1],
  'parallel/python/after': [3, 3 + 3 * 2, 9, 0, 0, 3],
  'batching/node/before': [1, 1, 1, 0, USERS, 1],
  'batching/node/after': [1, 1, 1, 0, USERS / 100, 1],
  'batching/node/after-best': [1, 1, 1, 0, USERS / 100, 1],
  'batching/python/before': [1, 1 + 2, 3, 0, USERS, 1],
  'batching/python/after': [1, 1 + 2, 3, 0, USERS / 100, 1],
  'batching/python/after-best': [1, 1 + 2, 3, 0, USERS / 100, 1],
  // Three round trips to connect with SCRAM; a new SQLAlchemy engine asks the server nine things more.
  'pooling/node/before': [1, 1, 3 + 1, 1, 0, 0],
  'pooling/node/after': [1, 1, 1, 0, 0, 1],
  'pooling/node/after-best': [1, 1, 1, 0, 0, 1],
  'pooling/python/before': [1, 12, 3 + 12, 1, 0, 0],
  'pooling/python/after': [1, 1 + 2, 3, 0, 0, 1],
  // No transaction, and by then the statement is prepared.
  'pooling/python/after-best': [1, 1, 1, 0, 0, 1],
  ...Object.fromEntries(
    STACKS.flatMap((stack) =>
      [
        'streaming/before',
        'streaming/after',
        'streaming/after-best',
        'workers/before',
        'workers/after',
        'workers/after-pool',
      ]
        .map((cell) => cell.split('/'))
        .map(([pattern, variant]) => [`${pattern}/${stack}/${variant}`, nothing]),
    ),
  ),
};

/** The blocks of the tables and their indexes; for a new session of Python's, three more of the catalogs. */
function blocksOf(pattern: PatternName, stack: StackName, sessions: number): number {
  const own = { parallel: 9, streaming: 0, workers: 0, batching: 14, pooling: 3 }[pattern];
  return stack === 'python' && sessions === 1 ? own + 3 : own;
}

test('every cell is inspected once', () => {
  expect(found.map(({ pattern, stack, variant }) => `${pattern}/${stack}/${variant}`).sort()).toEqual(
    [...Object.keys(exact), ...Object.keys(counted), NO_DISPOSE].sort(),
  );
});

test.each(Object.entries(counted))('%s', (cell, [statements, trips, sessions, left]) => {
  const [pattern, stack, variant] = cell.split('/') as [PatternName, StackName, string];
  expect(of(pattern, stack, variant)).toEqual({
    requests: 10,
    how: '10 requests without round-trip time',
    counts: {
      round_trips: trips,
      connections: sessions,
      statements,
      application_statements: 1,
      blocks: blocksOf(pattern, stack, sessions),
      sessions,
      upstream_calls: 0,
    },
    ...(left === undefined ? {} : { sessions_left: left }),
  });
});

test('an engine per request that nobody disposes of costs what one costs that is, and leaves connections behind', () => {
  const { counts, sessions_left } = of('pooling', 'python', 'before-no-dispose');
  expect(counts).toEqual(of('pooling', 'python', 'before').counts);
  // All ten, where the collector did not come by meanwhile.
  expect(sessions_left).toBeGreaterThan(0);
  expect(sessions_left).toBeLessThanOrEqual(10);
});

test.each(Object.entries(exact))('%s', (cell, [application, statements, trips, sessions, calls, inUse]) => {
  const [pattern, stack, variant] = cell.split('/') as [PatternName, StackName, string];
  const inspection = of(pattern, stack, variant);
  expect(inspection.counts).toEqual({
    round_trips: trips,
    connections: sessions,
    statements,
    application_statements: application,
    blocks: blocksOf(pattern, stack, sessions),
    sessions,
    upstream_calls: calls,
  });
  expect(inspection).toMatchObject({ pool_in_use_max: inUse, pool_waiting_max: 0 });
});

describe.each(STACKS)('%s', (stack) => {
  // Other work may stall a loop as well, or delay who looks: then it is looked at once more.
  const again = { retry: 4 };
  test('the report stalls the loop in the loop alone, seen from inside and from outside', again, async ({ task }) => {
    const seen = task.result?.retryCount ? await inspect(['workers'], [stack]) : found;
    const before = of('workers', stack, 'before', seen);
    expect(before.stall_inside_ms).toBeGreaterThan(50);
    // A beat may begin after the stall has, and the loop's own timer is late by what it waits beside.
    expect(before.stall_outside_ms).toBeGreaterThan((before.stall_inside_ms as number) / 2);
    for (const variant of ['after', 'after-pool']) {
      expect(of('workers', stack, variant, seen).stall_inside_ms).toBeLessThan((before.stall_inside_ms as number) / 2);
    }
  });

  test('the CPU time of a report is the same wherever it computes, ended threads and processes included', async () => {
    const signal = new AbortController().signal;
    await using client = openClient(both[stack].url, { connections: 1, timeoutMs: 60_000, signal });
    const cpuOf = async (variant: string) => {
      const cpuSince = await startReportCpu(client, both[stack]);
      const path = `/workers/${variant}`;
      const { status } = await client.send({ method: 'POST', path, body: { size: REPORT_SIZE[stack] } });
      expect(status).toBe(200);
      return (await cpuSince()).cpu as number;
    };
    const [before, ...others] = [await cpuOf('before'), await cpuOf('after'), await cpuOf('after-pool')] as number[];
    // Work that is not counted leaves next to nothing. Beside other work the same
    // instructions cost up to half as much again, and starting a thread or a process is paid for, too.
    for (const cpuMs of others) expect(cpuMs / (before as number)).toBeGreaterThan(0.3);
    for (const cpuMs of others) expect(cpuMs / (before as number)).toBeLessThan(4);
  });

  test('the whole file takes more memory than its stream', () => {
    const [before, ...streams] = ['before', 'after', 'after-best'].map(
      (variant) => of('streaming', stack, variant).rss_over_idle_bytes,
    );
    expect(before).toBeGreaterThan(profiles.smoke.sizes.file_bytes / 2);
    for (const stream of streams) expect(stream).toBeGreaterThanOrEqual(0);
  });

  test('a pool that waits says how long and how many', async () => {
    const stats = async (query = '') =>
      JSON.parse((await ask(both[stack].url, { method: 'GET', path: `/stats${query}` })).text).pool;
    const { max } = await stats('?restart=maxima');
    expect(await stats()).toMatchObject({ in_use_max: 0, waiting_max: 0, wait_ms_max: 0 });
    await using held = await holdTables(around);
    const path = '/parallel/before/users/1';
    const answers = Array.from({ length: max + 5 }, () => ask(both[stack].url, { method: 'GET', path }));
    await expect.poll(() => stats()).toMatchObject({ in_use_max: max, waiting_max: 5 });
    await sleep(WAIT_MS);
    await held.release();
    await Promise.all(answers);
    const after = await stats('?restart=maxima');
    expect(after).toMatchObject({ in_use_max: max, waiting_max: 5 });
    expect(after.wait_ms_max).toBeGreaterThan(WAIT_MS * 0.9);
    expect(await stats()).toMatchObject({ in_use_max: 0, waiting_max: 0, wait_ms_max: 0 });
  });
});

test('a process of its own counts into the memory of the tree: a Python process takes some megabytes', () => {
  expect(of('workers', 'python', 'after').rss_over_idle_bytes).toBeGreaterThan(5e6);
});
