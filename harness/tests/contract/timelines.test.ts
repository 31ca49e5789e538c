/** What a traced request of every cell shows, for real: by order, overlap and counts, and never by absolute times. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProc } from '../../lab/proc.ts';
import { profiles } from '../../patterns/profiles.ts';
import { cellsToTrace, traceCells } from '../../protocol/trace-cells.ts';
import {
  PATTERNS,
  type PatternName,
  STACKS,
  type StackName,
  type Timeline,
  type TimelineFacts,
} from '../../results/schema.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';

/** That much of the file is traced. */
const FILE_BYTES = 16e6;
/** Orders in a report that takes some tenths of a second. */
const sizes = {
  ...profiles.smoke.sizes,
  ...{ file_bytes: 2 * FILE_BYTES, users: 250, report_ms: 250 },
  ...{ report_size_node: 8_000_000, report_size_python: 1_000_000 },
};
/** Users of a traced request, and the calls for them. */
const USERS = 120;
const BATCHES = 2;

let around: Surroundings;
let both: Both;
let found: Timeline[];
beforeAll(async () => {
  around = await openSurroundings('timelines');
  both = await startBoth(around, () => ({ databaseUrl: around.lab.proxiedUrl }));
  found = await trace([...PATTERNS], [...STACKS]);
}, 120_000);
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

interface Tracing {
  known?: Timeline[];
  signal?: AbortSignal;
}

function trace(patterns: PatternName[], stacks: StackName[], { known, signal }: Tracing = {}): Promise<Timeline[]> {
  const services = stacks.map((stack) => both[stack]);
  return traceCells(around.lab, services, {
    ...{ patterns, sizes, known },
    signal: signal ?? new AbortController().signal,
    onPattern() {},
  });
}

function of(pattern: PatternName, stack: StackName, variant: string): Timeline {
  const timeline = found.find((one) => one.pattern === pattern && one.stack === stack && one.variant === variant);
  if (timeline === undefined) throw new Error(`${pattern}/${stack}/${variant} was not traced`);
  return timeline;
}

function factsOf<About extends TimelineFacts['about']>({ facts }: Timeline, about: About) {
  if (facts?.about !== about) throw new Error(`there are no facts about ${about}, but ${JSON.stringify(facts)}`);
  return facts as Extract<TimelineFacts, { about: About }>;
}

test('every cell is traced once, and all of it is seen', ({ skip }) => {
  skip(!hasProc, 'memory over time needs /proc');
  expect(found.map(({ pattern, stack, variant }) => ({ pattern, stack, variant }))).toEqual(
    cellsToTrace({ patterns: PATTERNS, stacks: STACKS }),
  );
  expect(found.filter(({ facts, missing, failure }) => facts === undefined || missing || failure)).toEqual([]);
});

test('events begin at 0 and in their order, and no two of a lane overlap', () => {
  for (const { events, pattern } of found) {
    const starts = events.map(({ start_ms }) => start_ms);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    if (pattern === 'parallel' || pattern === 'pooling' || pattern === 'batching') expect(starts[0]).toBe(0);
    for (const ofLane of Map.groupBy(events, ({ lane }) => lane).values()) {
      ofLane.slice(1).forEach(({ start_ms }, at) => {
        expect(start_ms).toBeGreaterThanOrEqual(ofLane[at]?.end_ms ?? 0);
      });
    }
  }
});

describe.each(STACKS)('%s', (stack) => {
  test('three queries follow each other on one connection, or run at once on three', () => {
    const [before, after] = [of('parallel', stack, 'before'), of('parallel', stack, 'after')];
    expect(factsOf(before, 'queries')).toMatchObject({ queries: 3, order: 'in-a-row', at_once: 1 });
    expect(factsOf(after, 'queries')).toMatchObject({ queries: 3, order: 'at-once', at_once: 3 });
    const tables = ({ events }: Timeline) => events.filter(({ kind }) => kind === 'query').map(({ label }) => label);
    expect(tables(before)).toEqual(['users', 'orders', 'reviews']);
    expect(tables(after).toSorted()).toEqual(['orders', 'reviews', 'users']);
    expect(new Set(before.events.map(({ lane }) => lane)).size).toBe(1);
    expect(new Set(after.events.map(({ lane }) => lane)).size).toBe(3);
    const words = stack === 'node' ? [] : ['BEGIN', 'ROLLBACK'];
    const transactions = before.events.filter(({ kind }) => kind === 'transaction').map(({ label }) => label);
    expect(transactions).toEqual(words);
  });

  test('memory grows with the whole file in one string, and less with a stream', ({ skip }) => {
    skip(!hasProc, 'memory over time needs /proc');
    const [before, after] = [of('streaming', stack, 'before'), of('streaming', stack, 'after')];
    const grown = (timeline: Timeline) => {
      const { start_bytes, peak_bytes } = factsOf(timeline, 'memory');
      return peak_bytes - start_bytes;
    };
    expect(grown(before)).toBeGreaterThan(FILE_BYTES);
    expect(grown(after)).toBeLessThan(grown(before));
    const read = after.series.find(({ name }) => name === 'read_bytes')?.samples ?? [];
    const positions = read.map(({ value }) => value);
    expect(positions.length).toBeGreaterThan(0);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    expect(positions.at(-1)).toBeLessThanOrEqual(FILE_BYTES);
  });

  test('a report in the loop stalls it for as long as it takes, and elsewhere for a part of that', () => {
    const stalled = (variant: string) => {
      const { stall_ms, report_ms } = factsOf(of('workers', stack, variant), 'light-requests');
      return stall_ms / report_ms;
    };
    expect(stalled('before')).toBeGreaterThan(0.75);
    expect(stalled('after-pool')).toBeLessThan(0.75);
    const { events, series } = of('workers', stack, 'before');
    const [report, stall] = [events.find(({ kind }) => kind === 'report'), events.find(({ kind }) => kind === 'stall')];
    expect(stall?.start_ms).toBeGreaterThanOrEqual(report?.start_ms ?? Number.POSITIVE_INFINITY);
    expect(stall?.end_ms).toBeLessThanOrEqual(report?.end_ms ?? 0);
    const due = series[0]?.samples.map(({ t_ms }) => t_ms) ?? [];
    expect(due[0]).toBeLessThan(report?.start_ms ?? 0);
    expect(due.at(-1)).toBeGreaterThan(report?.end_ms ?? Number.POSITIVE_INFINITY);
  });

  test('a call for each user follows the one before, a batch holds a hundred', () => {
    const [before, after] = [of('batching', stack, 'before'), of('batching', stack, 'after')];
    expect(factsOf(before, 'calls')).toMatchObject({ users: USERS, calls: USERS, order: 'in-a-row' });
    expect(factsOf(after, 'calls')).toMatchObject({ users: USERS, calls: BATCHES });
    expect(new Set(before.events.map(({ kind }) => kind))).toEqual(new Set(['single']));
    expect(new Set(after.events.map(({ kind }) => kind))).toEqual(new Set(['batch']));
  });

  test('a new connection is opened and logs in before its query, a pooled one is there', () => {
    const kinds = (variant: string) => of('pooling', stack, variant).events.map(({ kind }) => kind);
    const own = stack === 'node' ? ['query'] : ['transaction', 'query', 'transaction'];
    expect(kinds('after')).toEqual(own);
    const before = kinds('before');
    expect(before.slice(0, 3)).toEqual(['connect', 'login', 'login']);
    expect(before.slice(-own.length)).toEqual(own);
    expect(before.filter((kind) => kind === 'query')).toHaveLength(1);
    expect(before.includes('driver')).toBe(stack === 'python');
    const trips = stack === 'node' ? [4, 1] : [15, 3];
    for (const [at, variant] of ['before', 'after'].entries()) {
      const facts = factsOf(of('pooling', stack, variant), 'round-trips');
      expect(facts).toMatchObject({ round_trips: trips[at], connections: 1 - at });
    }
  });
});

test('what was traced already is not traced again, and what was not is', async () => {
  const [first, ...others] = found;
  const again = await trace([...PATTERNS], [...STACKS], { known: others });
  expect(again.map(({ pattern, stack, variant }) => [pattern, stack, variant])).toEqual([
    [first?.pattern, first?.stack, first?.variant],
  ]);
});

test('a pass that is interrupted ends with the reason', async () => {
  const stopped = new AbortController();
  stopped.abort(new Error('stopped by hand'));
  await expect(trace(['pooling'], ['node'], { signal: stopped.signal })).rejects.toThrow('stopped by hand');
});

test('a service that dies while it is traced costs the cells that it serves, and nothing else', async ({ skip }) => {
  skip(!hasProc, 'the process group of a service is found in /proc');
  await using doomed = await startBoth(around, () => ({ databaseUrl: around.lab.proxiedUrl }));
  const observer = new pg.Client({ connectionString: around.lab.database.url });
  await observer.connect();
  const tracing = traceCells(
    around.lab,
    STACKS.map((stack) => doomed[stack]),
    {
      ...{ patterns: ['parallel'], sizes: { ...sizes, user_ms: 3_000 } },
      ...{ signal: new AbortController().signal, onPattern() {} },
    },
  );
  const sleeping =
    "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query ~ 'pg_sleep' AND pid <> pg_backend_pid()";
  await expect.poll(async () => (await observer.query(sleeping)).rowCount, { timeout: 20_000 }).toBe(1);
  await observer.end();
  process.kill(-doomed.node.pid, 'SIGKILL');
  const timelines = await tracing;
  const ofNode = timelines.filter(({ stack }) => stack === 'node');
  expect(ofNode.map(({ missing }) => missing)).toEqual(
    ofNode.map(() => ({ code: 'error', message: expect.stringContaining('the node service was ended by SIGKILL') })),
  );
  const ofPython = timelines.filter(({ stack }) => stack === 'python');
  expect(ofPython.map(({ facts }) => facts?.about)).toEqual(['queries', 'queries']);
}, 60_000);
