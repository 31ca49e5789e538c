/** Removals of what each pattern is for, as edits of the services' source: what the shape facts of a diff must find. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BEST, type CellName } from '../results/schema.ts';

/** In a file of the services, from the folder that holds node/ and python/. */
export interface Edit {
  file: string;
  from: string;
  to: string;
}

export interface Removal extends CellName {
  /** What somebody does. */
  title: string;
  /** The facts, or the counts, of which at least one must be named as worse. */
  facts: readonly string[];
  edits: readonly Edit[];
  /** What base has instead of this checkout's code, where that sends its batches in a row. */
  base?: readonly Edit[];
}

const NODE_OVERLAP = `  const [users, orders, reviews] = await Promise.all([
    select<User>(app, SELECT_USER, id, delays.userMs),
    select<Order>(app, SELECT_ORDERS, id, delays.ordersMs),
    select<Review>(app, SELECT_REVIEWS, id, delays.reviewsMs),
  ]);
`;
const NODE_IN_A_ROW = `  const users = await select<User>(app, SELECT_USER, id, delays.userMs);
  const orders = await select<Order>(app, SELECT_ORDERS, id, delays.ordersMs);
  const reviews = await select<Review>(app, SELECT_REVIEWS, id, delays.reviewsMs);
`;
const PYTHON_OVERLAP = `    async with asyncio.TaskGroup() as group:
        users = group.create_task(select_alone(engine, SELECT_USER, user_id, delays.user_ms))
        orders = group.create_task(select_alone(engine, SELECT_ORDERS, user_id, delays.orders_ms))
        reviews = group.create_task(
            select_alone(engine, SELECT_REVIEWS, user_id, delays.reviews_ms)
        )
    return profile(user_id, users.result(), orders.result(), reviews.result())
`;
const PYTHON_IN_A_ROW = `    users = await select_alone(engine, SELECT_USER, user_id, delays.user_ms)
    orders = await select_alone(engine, SELECT_ORDERS, user_id, delays.orders_ms)
    reviews = await select_alone(engine, SELECT_REVIEWS, user_id, delays.reviews_ms)
    return profile(user_id, users, orders, reviews)
`;

const PYTHON_POOLED = `def after(user_id: UserId, engine: EngineDep) -> Account:
    """One pool for the lifetime of the service, bounded in connections and in waiting time."""
`;
const NODE_POOLED = `async function after(app: FastifyInstance, id: number): Promise<Account | undefined> {
`;

const NODE_BATCHES = `  for (let start = 0; start < users.length; start += BATCH_SIZE) {
    const ids = users.slice(start, start + BATCH_SIZE).map((user) => user.id);
    for (const detail of await app.upstream.details(ids)) details.set(detail.id, detail);
    calls++;
  }
`;
const NODE_BATCHES_AT_ONCE = `  const starts = Array.from({ length: Math.ceil(users.length / BATCH_SIZE) }, (_, n) => n * BATCH_SIZE);
  await Promise.all(
    starts.map(async (start) => {
      calls++;
      const ids = users.slice(start, start + BATCH_SIZE).map((user) => user.id);
      for (const detail of await app.upstream.details(ids)) details.set(detail.id, detail);
    }),
  );
`;
const PYTHON_BATCHES = `    for start in range(0, len(users), BATCH_SIZE):
        ids = [user["id"] for user in users[start : start + BATCH_SIZE]]
        details.update({detail.id: detail for detail in await upstream.details(ids)})
        calls += 1
`;
const PYTHON_BATCHES_AT_ONCE = `    import asyncio

    starts = range(0, len(users), BATCH_SIZE)
    parts = [[user["id"] for user in users[start : start + BATCH_SIZE]] for start in starts]
    for found in await asyncio.gather(*(upstream.details(ids) for ids in parts)):
        details.update({detail.id: detail for detail in found})
        calls += 1
`;

export const REMOVALS: readonly Removal[] = [
  {
    ...{ pattern: 'parallel', stack: 'node', variant: 'after', title: 'awaits in a row' },
    facts: ['connections_at_once', 'waits_in_a_row'],
    edits: [{ file: 'node/patterns/parallel.ts', from: NODE_OVERLAP, to: NODE_IN_A_ROW }],
  },
  {
    ...{ pattern: 'parallel', stack: 'python', variant: 'after', title: 'awaits in a row' },
    facts: ['connections_at_once', 'waits_in_a_row'],
    edits: [{ file: 'python/duet_service/patterns/parallel.py', from: PYTHON_OVERLAP, to: PYTHON_IN_A_ROW }],
  },
  {
    ...{ pattern: 'streaming', stack: 'node', variant: 'after', title: 'the whole file read' },
    facts: ['memory_growth'],
    edits: [
      {
        file: 'node/patterns/streaming.ts',
        from: "for await (const chunk of createReadStream(path, 'utf8')) {",
        to: "for (const chunk of [readFileSync(path, 'utf8')]) {",
      },
    ],
  },
  {
    ...{ pattern: 'streaming', stack: 'python', variant: 'after', title: 'the whole file read' },
    facts: ['memory_growth'],
    edits: [
      {
        file: 'python/duet_service/patterns/streaming.py',
        from: 'return tally(file)',
        to: 'return tally(file.readlines())',
      },
    ],
  },
  {
    ...{ pattern: 'streaming', stack: 'node', variant: BEST, title: 'a buffer for the whole file' },
    facts: ['memory_growth'],
    edits: [
      {
        file: 'node/patterns/streaming.ts',
        from: 'Buffer.allocUnsafe(BUFFER_BYTES)',
        to: 'Buffer.allocUnsafe(statSync(path).size + 2)',
      },
    ],
  },
  {
    ...{ pattern: 'streaming', stack: 'python', variant: BEST, title: 'a buffer for the whole file' },
    facts: ['memory_growth'],
    edits: [
      {
        file: 'python/duet_service/patterns/byte_tally.py',
        from: 'file.read(max(CHUNK_BYTES, len(rest)))',
        to: 'file.read(-1)',
      },
    ],
  },
  {
    ...{ pattern: 'workers', stack: 'node', variant: 'after-pool', title: 'the report inline' },
    facts: ['event_loop', 'light_requests'],
    edits: [
      { file: 'node/patterns/workers.ts', from: 'return app.workers.run(size);', to: 'return revenueReport(size);' },
    ],
  },
  {
    ...{ pattern: 'workers', stack: 'python', variant: 'after-pool', title: 'the report inline' },
    facts: ['event_loop', 'light_requests'],
    edits: [
      {
        file: 'python/duet_service/patterns/workers.py',
        from: 'return await asyncio.get_running_loop().run_in_executor(pool, revenue_report, body.size)',
        to: 'return revenue_report(body.size)',
      },
    ],
  },
  {
    ...{ pattern: 'workers', stack: 'node', variant: 'after', title: 'a worker whose start blocks the loop' },
    facts: ['event_loop'],
    edits: [
      {
        file: 'node/patterns/workers.ts',
        from: '  const worker = new Worker(',
        to: '  for (const until = performance.now() + 150; performance.now() < until; );\n  const worker = new Worker(',
      },
    ],
  },
  {
    ...{ pattern: 'workers', stack: 'python', variant: 'after-pool', title: 'a worker whose start blocks the loop' },
    facts: ['event_loop'],
    edits: [
      {
        file: 'python/duet_service/patterns/workers.py',
        from: '    return await asyncio.get_running_loop().run_in_executor(',
        to: '    import time\n\n    time.sleep(0.15)\n    return await asyncio.get_running_loop().run_in_executor(',
      },
    ],
  },
  {
    ...{ pattern: 'batching', stack: 'node', variant: 'after', title: 'a call per user' },
    facts: ['upstream_calls'],
    edits: [{ file: 'node/patterns/batching.ts', from: NODE_BATCHES, to: '  return before(app, users);\n' }],
  },
  {
    ...{ pattern: 'batching', stack: 'python', variant: 'after', title: 'a call per user' },
    facts: ['upstream_calls'],
    edits: [
      {
        file: 'python/duet_service/patterns/batching.py',
        from: PYTHON_BATCHES,
        to: '    return await before(users, upstream)\n',
      },
    ],
  },
  {
    ...{ pattern: 'batching', stack: 'node', variant: 'after', title: 'batches in a row that base sends at once' },
    facts: ['calls_at_once'],
    edits: [],
    base: [{ file: 'node/patterns/batching.ts', from: NODE_BATCHES, to: NODE_BATCHES_AT_ONCE }],
  },
  {
    ...{ pattern: 'batching', stack: 'python', variant: 'after', title: 'batches in a row that base sends at once' },
    facts: ['calls_at_once'],
    edits: [],
    base: [{ file: 'python/duet_service/patterns/batching.py', from: PYTHON_BATCHES, to: PYTHON_BATCHES_AT_ONCE }],
  },
  {
    ...{ pattern: 'batching', stack: 'node', variant: BEST, title: 'one batch at a time' },
    facts: ['calls_at_once'],
    edits: [{ file: 'node/patterns/batching.ts', from: 'BATCHES_AT_ONCE = 10', to: 'BATCHES_AT_ONCE = 1' }],
  },
  {
    ...{ pattern: 'batching', stack: 'python', variant: BEST, title: 'one batch at a time' },
    facts: ['calls_at_once'],
    edits: [
      { file: 'python/duet_service/patterns/batching.py', from: 'BATCHES_AT_ONCE = 10', to: 'BATCHES_AT_ONCE = 1' },
    ],
  },
  {
    ...{ pattern: 'pooling', stack: 'node', variant: 'after', title: 'a connection per request' },
    facts: ['connections', 'opened_when_warm'],
    edits: [{ file: 'node/patterns/pooling.ts', from: NODE_POOLED, to: `${NODE_POOLED}  return before(app, id);\n` }],
  },
  {
    ...{ pattern: 'pooling', stack: 'python', variant: 'after', title: 'a connection per request' },
    facts: ['connections', 'opened_when_warm'],
    edits: [
      {
        file: 'python/duet_service/patterns/pooling.py',
        from: PYTHON_POOLED,
        to: `${PYTHON_POOLED}    engine = create_engine(engine.url, poolclass=NullPool)\n`,
      },
    ],
  },
  {
    ...{ pattern: 'pooling', stack: 'node', variant: 'after', title: 'POOL_SIZE 20 → 2, MAX_OVERFLOW 10 → 0' },
    facts: ['connections_at_once'],
    edits: [
      { file: 'node/settings.ts', from: "default: '20'", to: "default: '2'" },
      { file: 'node/settings.ts', from: "default: '10'", to: "default: '0'" },
    ],
  },
  {
    ...{ pattern: 'pooling', stack: 'python', variant: 'after', title: 'POOL_SIZE 20 → 2, MAX_OVERFLOW 10 → 0' },
    facts: ['connections_at_once'],
    edits: [
      { file: 'python/duet_service/settings.py', from: '] = 20\n', to: '] = 2\n' },
      { file: 'python/duet_service/settings.py', from: '    ] = 10\n', to: '    ] = 0\n' },
    ],
  },
];

/** @throws Error when the place is not there exactly once: an edit that changes nothing would prove nothing. */
export function applyEdits(dir: string, edits: readonly Edit[]): void {
  for (const { file, from, to } of edits) {
    const place = path.join(dir, file);
    const parts = readFileSync(place, 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`${file}: "${from}" stands in ${parts.length - 1} places, not in one`);
    writeFileSync(place, parts.join(to));
  }
}

const AT_ONCE = [
  ...['awaits in a row', 'the whole file read', 'the report inline', 'a call per user'],
  ...['a buffer for the whole file', 'one batch at a time'],
];

/** The removals that can be made in one copy of the services, because no two of them change the same cell. */
export const REMOVED_AT_ONCE: readonly Removal[] = REMOVALS.filter(
  ({ title }) => AT_ONCE.includes(title) || title.startsWith('POOL_SIZE'),
);
