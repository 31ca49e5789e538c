/** A window of load on the real services: what the pool tells, what PostgreSQL shows, and that they agree. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { type Bench, openArm } from '../../tune/measure/bench.ts';
import { openWatch } from '../../tune/measure/pool-watch.ts';
import { probe } from '../../tune/measure/probe.ts';
import { readServer } from '../../tune/measure/read-server.ts';
import { openSessionWatch } from '../../tune/measure/session-watch.ts';
import { runWindow } from '../../tune/measure/window.ts';
import type { TunedService } from '../../tune/subject.ts';
import { openOwnService } from '../../tune/subjects/own-service.ts';
import { openSurroundings, type Surroundings } from './both.ts';

const load = { ratePerS: 100, durationMs: 800, arrivals: 'steady' as const, seed: 3 };

let around: Surroundings;
beforeAll(async () => {
  around = await openSurroundings('tune');
});
afterAll(() => around?.[Symbol.asyncDispose]());

async function benchOf(lab: Lab, stack: 'node' | 'python'): Promise<Bench & AsyncDisposable> {
  const subject = await openOwnService(lab, { stack, form: 'async', workload: 'hold', rttMs: 0 });
  const watch = await openWatch(lab.database.url);
  return {
    subject,
    watch,
    labProcesses: [lab],
    ratePerS: 100,
    arrivals: 'poisson',
    seed: 1,
    signal: new AbortController().signal,
    onWindow() {},
    [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
  };
}

/** The same service without its own account: only PostgreSQL tells. */
function silent(service: TunedService): TunedService {
  const { readPool: _, ...rest } = service;
  return rest;
}

describe.each(['node', 'python'] as const)('%s', (stack) => {
  it('under load its pool and PostgreSQL agree on what is in use', async () => {
    await using bench = await benchOf(around.lab, stack);
    await using arm = await openArm({ size: 15, overflow: 0, timeout_ms: 2_000 }, bench);
    const told = await runWindow(arm, load, bench);
    expect(told).toMatchObject({ sent: 80, completed: 80, timeouts: 0, failures: 0, checkouts: 80 });
    // A transaction is open while the upstream is awaited, 50 ms of each request: five at a time, and all but idle.
    expect(told.hold_ms_mean).toBeGreaterThan(49);
    expect(told.in_use_mean).toBeGreaterThan(4);
    expect(told.in_use_max).toBeLessThanOrEqual(15);
    expect(told.idle_in_transaction).toBeGreaterThan(0.5);
    const seen = await runWindow({ ...arm, service: silent(arm.service) }, load, bench);
    expect(seen.checkouts).toBeNull();
    expect((seen.in_use_mean ?? 0) / (told.in_use_mean ?? 1)).toBeGreaterThan(0.6);
    expect((seen.in_use_mean ?? 0) / (told.in_use_mean ?? 1)).toBeLessThan(1.6);
    expect(seen.sessions_max).toBeLessThanOrEqual(15);
  });
});

it('what PostgreSQL can give is read from it', async () => {
  const { maxConnections, reserved, duet, limits, roundTripMs } = await readServer(around.lab.database.url);
  expect({ maxConnections, reserved }).toEqual({ maxConnections: 100, reserved: 3 });
  // No superuser is held to a limit.
  expect({ duet, limits }).toEqual({ duet: 1, limits: [] });
  expect(roundTripMs).toBeGreaterThan(0);
});

describe('an ordinary role', () => {
  const url = () => {
    const plain = new URL(around.lab.database.url);
    [plain.username, plain.password] = ['plain', 'plain'];
    return plain.href;
  };
  const openAs = async (address: string) => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    return client;
  };
  let others: pg.Client[];
  beforeAll(async () => {
    others = [await openAs(around.lab.database.url), await openAs(around.lab.database.url)];
    await others[0]?.query("CREATE ROLE plain LOGIN PASSWORD 'plain'");
  });
  afterAll(async () => {
    await others[0]?.query('DROP ROLE plain');
    for (const client of others) await client.end();
  });

  it('counts the connections of other roles, of which it sees no more than that they are there', async () => {
    expect((await readServer(url())).others).toBeGreaterThanOrEqual(2);
  });

  it('leaves out those to the database of a service that runs already', async () => {
    const [all, without] = [await readServer(url()), await readServer(url(), { others: [] })];
    expect(all.others - without.others).toBeGreaterThanOrEqual(2);
    expect(without.duet).toBe(1);
  });

  it('is told the limits that bind it, and what counts towards each', async () => {
    const limits = async (more = {}) => (await readServer(url(), more)).limits;
    expect(await limits()).toEqual([]);
    await others[0]?.query('ALTER ROLE plain CONNECTION LIMIT 6');
    await others[0]?.query('ALTER DATABASE postgres CONNECTION LIMIT 40');
    const own = await openAs(url());
    try {
      const [ofRole, ofDatabase] = await limits();
      expect(ofRole).toEqual({ of: 'role', name: 'plain', connections: 6, others: 1, duet: 1 });
      expect(ofDatabase).toMatchObject({ of: 'database', name: 'postgres', connections: 40, duet: 1 });
      // PostgreSQL counts the sessions of superusers, too.
      expect(ofDatabase?.others).toBeGreaterThanOrEqual(3);
      // Without those of a service that is there already.
      expect(await limits({ others: [] })).toMatchObject([{ others: 0 }, { others: 0, duet: 1 }]);
      // Who looks is somebody else than the service.
      const watched = await readServer(around.lab.database.url, { role: 'plain' });
      expect(watched).toMatchObject({ role: 'plain', limits: [{ of: 'role', others: 1, duet: 0 }, { duet: 1 }] });
    } finally {
      await own.end();
      await others[0]?.query('ALTER DATABASE postgres CONNECTION LIMIT -1');
    }
  });

  it('is told what it lacks to watch a service that logs in as another', async () => {
    await using sessions = await openSessionWatch(url());
    const seen = await sessions.start(5);
    await expect(seen(0)).rejects.toThrow('belong to another role than that of DATABASE_URL');
  });
});

it('a pool that is too small lets requests wait, and then refuses them', async () => {
  await using bench = await benchOf(around.lab, 'node');
  await using arm = await openArm({ size: 2, overflow: 0, timeout_ms: 300 }, bench);
  const window = await runWindow(arm, load, bench);
  expect(window.in_use_max).toBe(2);
  expect(window.timeouts).toBeGreaterThan(10);
  expect(window.failures).toBe(0);
  expect(window.p95_ms).toBeGreaterThanOrEqual(300);
  expect(window.waiting_max).toBeGreaterThan(5);
});

it('one request at a time tells the hold time', async () => {
  await using bench = await benchOf(around.lab, 'node');
  await using arm = await openArm({ size: 8, overflow: 0, timeout_ms: 2_000 }, bench);
  const found = await probe(500, arm, bench);
  expect(found).toMatchObject({ hold_source: 'service', checkouts_per_request: 1 });
  expect(found.hold_ms).toBeGreaterThan(49);
  expect(found.service_ms).toBeGreaterThanOrEqual(found.hold_ms * 0.98);
});

it('sessions of a service that has ended are waited for while their queries run', async () => {
  const url = around.lab.database.url;
  await using sessions = await openSessionWatch(url);
  await sessions.noteOthers();
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const [own] = await sessions.ofService();
  client.query('SELECT pg_sleep(1)').catch(() => {});
  await expect
    .poll(async () => (await query(url, 'SELECT state FROM pg_stat_activity WHERE pid = $1', [own?.id])).rows[0]?.state)
    .toBe('active');
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  expect((await sessions.ofService()).map(({ id }) => id)).toContain(own?.id);
  await sessions.noteOthers();
  const { rows } = await query(url, 'SELECT pid FROM pg_stat_activity WHERE pid = $1', [own?.id]);
  expect(rows).toEqual([]);
});

async function query(connectionString: string, statement: string, values: unknown[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(statement, values).finally(() => client.end());
}
