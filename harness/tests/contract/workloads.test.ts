/** The workloads that a pool is sized under: what they send, what they hold, and what an exhausted pool answers. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startService } from '../../lab/services.ts';
import { ownSource } from '../../lab/source.ts';
import { WORKLOADS } from '../../results/names.ts';
import type { StackName } from '../../results/schema.ts';
import type { WorkloadName } from '../../results/tune.ts';
import { type Answer, ask } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { holdTables } from './held-tables.ts';
import { openStatementLog, type StatementLog } from './statement-log.ts';

const POOL_SIZE = 3;
const POOL_TIMEOUT_MS = 300;
const THREADS = 9;
const UPSTREAM_MS = 60;
/** Every form of every stack. */
const FORMS = [
  ['node', 'async'],
  ['python', 'async'],
  ['python', 'def'],
] as const;

let around: Surroundings;
let both: Both;
let log: StatementLog;
beforeAll(async () => {
  vi.stubEnv('POOL_SIZE', String(POOL_SIZE));
  vi.stubEnv('MAX_OVERFLOW', '0');
  vi.stubEnv('POOL_TIMEOUT_MS', String(POOL_TIMEOUT_MS));
  vi.stubEnv('THREAD_LIMIT', String(THREADS));
  around = await openSurroundings('workloads');
  await around.lab.upstream.setModel({ baseMs: UPSTREAM_MS, perItemMs: 0 });
  log = await openStatementLog(around);
  both = await startBoth(around);
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await log?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const get = (stack: StackName, path: string) => ask(both[stack].url, { method: 'GET', path });
const json = async (stack: StackName, path: string) => JSON.parse((await get(stack, path)).text);
const stats = (stack: StackName) => json(stack, '/stats?restart=maxima');

const EXISTING = 'SELECT id FROM duet.users WHERE id = $';
const ACCOUNT = 'SELECT id, name, email, plan FROM duet.users WHERE id = $';
const COUNTED = `${ACCOUNT} AND (SELECT count(*) FROM generate_series(1, $)) = $`;
const SLEEP = 'CROSS JOIN pg_sleep($) WHERE';
const SLOW = `SELECT id, name, email, plan FROM duet.users ${SLEEP} id = $`;
const ORDERS = `SELECT id, placed_on::text AS placed_on, amount_cents, status FROM duet.orders ${SLEEP} user_id = $ ORDER BY id`;
const REVIEWS = `SELECT id, product_id, rating, body FROM duet.reviews ${SLEEP} user_id = $ ORDER BY id`;

/** By workload, what the application sends; SQLAlchemy has a transaction around it, where it has none of its own. */
const statements: [workload: WorkloadName, user: number, sent: string[], connections: number][] = [
  ['cpu', 7, [COUNTED], 1],
  ['slow', 7, [SLOW], 1],
  ['hold', 7, ['BEGIN', EXISTING, ACCOUNT, 'COMMIT'], 1],
  ['fanout', 7, [SLOW, ORDERS, REVIEWS], 3],
  ['mix', 4, [COUNTED], 1],
  ['mix', 5, [SLOW], 1],
  ['mix', 6, ['BEGIN', EXISTING, ACCOUNT, 'COMMIT'], 1],
  ['mix', 7, [SLOW, ORDERS, REVIEWS], 3],
];

describe.each(FORMS)('%s, %s', (stack, form) => {
  const send = (workload: string, user: number, query = '') =>
    get(stack, `/workloads/${form}/${workload}/users/${user}${query}`);

  test.each(statements)(
    '%s of user %i: exactly these statements and connections',
    async (workload, user, sent, used) => {
      await warmUp();
      const before = await stats(stack);
      const startedMs = performance.now();
      const seen = await log.statementsOf(stack, () => send(workload, user));
      const after = await stats(stack);
      const tookMs = performance.now() - startedMs;
      const wrapped =
        stack === 'node' || sent[0] === 'BEGIN' ? sent : sent.flatMap((sql) => ['BEGIN', sql, 'ROLLBACK']);
      const inOrder = used === 1 ? (list: string[]) => list : (list: string[]) => list.toSorted();
      expect(inOrder(seen.map((sql) => sql.replace(/\$\d+/g, '$')))).toEqual(inOrder(wrapped));
      expect(after.pool.in_use_max).toBe(used);
      expect(after.pool.checkouts - before.pool.checkouts).toBe(used);
      expect(after.pool.returns).toBe(after.pool.checkouts);
      const calls = sent.includes(EXISTING) ? 1 : 0;
      expect(after.upstream_calls - before.upstream_calls).toBe(calls);
      const holdMs = after.pool.hold_ms_total - before.pool.hold_ms_total;
      const waitMs = sent.includes(COUNTED) ? 0 : calls === 1 ? UPSTREAM_MS : 50 * used;
      // A timer may fire a little early.
      expect(holdMs).toBeGreaterThan(waitMs * 0.9);
      expect(holdMs).toBeLessThan(tookMs * used);
    },
  );

  test('wait_ms and work are heeded', async () => {
    await warmUp();
    const given = await log.parametersOf(stack, async () => {
      const before = (await stats(stack)).pool.hold_ms_total;
      await send('slow', 1, '?wait_ms=200');
      expect((await stats(stack)).pool.hold_ms_total - before).toBeGreaterThan(180);
      await send('cpu', 1, '?work=4711');
    });
    expect(given.filter((values) => values.includes("'4711'"))).toHaveLength(1);
  });

  test('hold: an unknown user is refused before the external API is asked', async () => {
    await warmUp();
    const { upstream_calls } = await stats(stack);
    let answer: Answer | undefined;
    const seen = await log.statementsOf(stack, async () => {
      answer = await send('hold', 999_999);
    });
    expect(answer).toMatchObject({ status: 404 });
    expect(seen.map((sql) => sql.replace(/\$\d+/g, '$'))).toEqual(['BEGIN', EXISTING, 'ROLLBACK']);
    expect(await stats(stack)).toMatchObject({ upstream_calls, pool: { in_use: 0 } });
  });

  test('hold: a connection that breaks meanwhile answers 503, and is replaced', async () => {
    await warmUp();
    await around.lab.upstream.setModel({ baseMs: 2_000, perItemMs: 0 });
    const answer = send('hold', 1);
    const ended = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`;
    await expect.poll(async () => (await log.observer.query(ended)).rowCount).toBe(1);
    await around.lab.upstream.setModel({ baseMs: UPSTREAM_MS, perItemMs: 0 });
    expect(JSON.parse((await answer).text)).toMatchObject({ type: 'urn:duet:problem:database-unavailable' });
    expect(both[stack].death()).toBeUndefined();
    await warmUp();
    expect((await send('hold', 1)).status).toBe(200);
  });

  test('an exhausted pool answers 503 after its timeout, while the others go on', async () => {
    await warmUp();
    await stats(stack);
    await using held = await holdTables(around);
    const others = Array.from({ length: POOL_SIZE }, (_, user) => send('slow', 1 + user, '?wait_ms=1'));
    await expect.poll(async () => (await json(stack, '/stats')).pool.in_use).toBe(POOL_SIZE);
    const askedMs = performance.now();
    const refused = await send('slow', 1, '?wait_ms=1');
    expect(performance.now() - askedMs).toBeGreaterThan(POOL_TIMEOUT_MS * 0.9);
    expect(refused).toMatchObject({ status: 503, retryAfter: '1' });
    expect(JSON.parse(refused.text)).toMatchObject({ type: 'urn:duet:problem:pool-timeout' });
    await held.release();
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual(others.map(() => 200));
    expect((await stats(stack)).pool).toMatchObject({
      in_use: 0,
      in_use_max: POOL_SIZE,
      waiting_max: 1,
      max: POOL_SIZE,
    });
  });

  /** Opens all connections of the pool, for which the timeout of the pool may be too short on a busy machine. */
  async function warmUp(): Promise<void> {
    await expect.poll(async () => (await send('fanout', 1, '?wait_ms=50')).status).toBe(200);
    await expect.poll(async () => (await stats(stack)).pool.in_use).toBe(0);
  }
});

test('all forms of both stacks answer as the pooled SELECT does', async () => {
  for (const user of [4, 5, 6, 7]) {
    const expected = await json('node', `/pooling/after/users/${user}`);
    for (const [stack, form] of FORMS) {
      for (const workload of WORKLOADS) {
        const path = `/workloads/${form}/${workload}/users/${user}?work=10&wait_ms=1`;
        expect(await json(stack, path), `${stack} ${path}`).toEqual(expected);
      }
    }
  }
});

test('each lists the forms that it has, and refuses the others', async () => {
  const all = [...WORKLOADS];
  expect((await json('node', '/health')).workloads).toEqual({ async: all });
  expect((await json('python', '/health')).workloads).toEqual({ async: all, def: all });
  expect(await json('node', '/workloads/def/cpu/users/1')).toMatchObject({ status: 404, field: 'form' });
});

test('each shows the settings that it has', async () => {
  const bounds = { pool_size: POOL_SIZE, max_overflow: 0, pool_timeout_ms: POOL_TIMEOUT_MS };
  const node = { pool_max: POOL_SIZE, pool_idle_timeout_ms: 0, pool_max_uses: 0 };
  const python = { pool_recycle_s: 'never', pool_pre_ping: false, pool_use_lifo: false, thread_limit: THREADS };
  const without = (settings: object) => Object.fromEntries(Object.keys(settings).map((name) => [name, null]));
  expect((await json('node', '/health')).settings).toMatchObject({ ...bounds, ...node, ...without(python) });
  expect((await json('python', '/health')).settings).toMatchObject({ ...bounds, ...without(node), ...python });
});

describe('a pool without bound', () => {
  const start = (stack: StackName, environment: Record<string, string>) =>
    startService(around.workplace, stack, {
      databaseUrl: around.lab.database.url,
      upstreamUrl: around.lab.upstreamUrl,
      filesDir: around.lab.filesDir,
      source: ownSource(),
      place: 'all-cores',
      environment,
      logFile: `${around.logDir}/unbounded-${stack}.log`,
    });

  test('is one that SQLAlchemy knows, when it is said in words; then threads are what is waited for', async () => {
    await using service = await start('python', { POOL_SIZE: 'unlimited' });
    const statsOf = async () => JSON.parse((await ask(service.url, { method: 'GET', path: '/stats' })).text);
    /** Sends so many requests at once, and waits while none of them can end until `state` is what it should be. */
    const together = async (form: string, count: number, state: object) => {
      await using held = await holdTables(around);
      const path = `/workloads/${form}/slow/users/1?wait_ms=1`;
      const answers = Array.from({ length: count }, () => ask(service.url, { method: 'GET', path }));
      await expect.poll(statsOf).toMatchObject(state);
      await held.release();
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(answers.map(() => 200));
    };
    const unbounded = { max: null, in_use_max: 2 * POOL_SIZE, waiting_max: 0 };
    await together('async', 2 * POOL_SIZE, { pool: unbounded });
    // Routes in the form def take threads, and wait for one when all are taken.
    await together('def', THREADS + 2, { threads: { limit: THREADS, in_use: THREADS, waiting: 2 } });
    expect((await statsOf()).threads).toEqual({ limit: THREADS, in_use: 0, in_use_max: THREADS, waiting: 0 });
    expect((await stats('node')).threads).toBeNull();
  });

  test.each([
    [
      'python',
      'MAX_OVERFLOW',
      '-1',
      "MAX_OVERFLOW must be a whole number from 0 to 1000, or unlimited (SQLAlchemy's -1)",
    ],
    ['node', 'POOL_SIZE', 'unlimited', 'POOL_SIZE cannot be unlimited here: a pg.Pool always has a bound'],
  ] as const)('%s: %s=%s is refused at the start', async (stack, name, value, message) => {
    await expect(start(stack, { [name]: value })).rejects.toThrow(message);
  });
});
