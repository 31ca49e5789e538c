/** Behind PgBouncer in transaction mode, where each transaction of a client may come to another backend. */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { openClient } from '../../load/client.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { knownProfile, knownUser } from '../known-answers.ts';
import { type Operation, operationNamed, ROWS, transferOf } from '../operations.ts';
import type { BreakTrial, Found, Surroundings } from './break-trial.ts';
import { failedOf, type Reply, replyTo, replyToMany, saidBy, silenceIn } from './replies.ts';

/** More than PgBouncer has backends for. */
const CLIENTS = 8;
/** Drivers prepare a statement once it has run a few times on a connection: each of the clients' runs this often. */
const REQUESTS = { read: 200, profile: 80, transfer: 60, insert: 16 } as const;
/** Which are asked for again and again. */
const USERS = 20;
const TIMEOUT_MS = 10_000;

export const pooler: BreakTrial = {
  name: 'pooler',
  expectedMs: 15_000,
  atOnce: 1,
  async run(entry, surroundings) {
    const stand = await surroundings.pooler();
    if (stand === undefined) return { outcome: 'not-run', figures: {}, reason: 'no-pooler' };
    const found = await work(entry, surroundings, stand.pooler.url);
    if (!(await stand.forgetPrepared())) return found;
    try {
      const { figures, said } = await work(entry, surroundings, stand.pooler.url);
      const untracked = Object.fromEntries(
        Object.entries(figures).map(([name, value]) => [`untracked_${name}`, value]),
      );
      return { ...(said === undefined ? {} : { said }), ...found, figures: { ...found.figures, ...untracked } };
    } finally {
      await stand.rememberPrepared();
    }
  },
};

/** Every operation many times, by several clients. */
async function work(entry: CatalogueEntry, surroundings: Surroundings, databaseUrl: string): Promise<Found> {
  const { measuring } = surroundings;
  await using session = await surroundings.openSession();
  const { client: ours } = session;
  await measuring.tables.emptyRows();
  await using library = await measuring.start(entry, { databaseUrl, poolMax: CLIENTS });
  const { signal } = measuring;
  await using client = openClient(library.url, { connections: CLIENTS, timeoutMs: TIMEOUT_MS, signal });
  const repeat = (name: keyof typeof REQUESTS) => {
    const { request, status } = operationNamed('database', name);
    const isReading = name === 'read' || name === 'profile';
    return replyToMany(REQUESTS[name], CLIENTS, (n) => replyTo(client, request(isReading ? n % USERS : n), status));
  };
  const read = await repeat('read');
  const profile = await repeat('profile');
  const wrongRead =
    (await countWrong(read, operationNamed('database', 'read'), (id) => knownUser(ours, id))) +
    (await countWrong(profile, operationNamed('database', 'profile'), (id) => knownProfile(ours, id)));
  const before = await amounts(ours);
  const transfer = await repeat('transfer');
  const wrongTransfers = countWrongTransfers(transfer, before, await amounts(ours));
  const insert = await repeat('insert');
  const wrong = wrongRead + wrongTransfers + (await countWrongInserts(ours, insert));
  signal.throwIfAborted();

  const replies = [...read, ...profile, ...transfer, ...insert];
  const failed = failedOf(replies).length;
  return {
    outcome: outcomeOf(silenceIn(replies, library), wrong, failed),
    figures: { requests: replies.length, failed, wrong },
    ...saidBy(replies),
  };
}

/** Nobody notices a wrong answer, and everybody one that does not come. */
function outcomeOf(silence: Found['outcome'] | undefined, wrong: number, failed: number): Found['outcome'] {
  if (silence === 'process-ended') return silence;
  if (wrong > 0) return 'wrong';
  return silence ?? (failed > 0 ? 'failed' : 'unharmed');
}

/** Answers that came as if they were right. */
async function countWrong(
  replies: readonly Reply[],
  { request }: Operation,
  known: (id: number) => Promise<unknown>,
): Promise<number> {
  const right: unknown[] = [];
  for (let n = 0; n < USERS; n++) right.push(await known(Number(request(n).path.split('/').at(-1))));
  return replies.filter(({ is, text }, n) => is === 'fine' && !isDeepStrictEqual(JSON.parse(text), right[n % USERS]))
    .length;
}

async function amounts(client: pg.Client): Promise<Map<number, number>> {
  const { rows } = await client.query<{ id: number; amount_cents: number }>(
    'SELECT id, amount_cents FROM duet.orders WHERE id <= $1',
    [transferOf(REQUESTS.transfer).to],
  );
  return new Map(rows.map(({ id, amount_cents }) => [id, amount_cents]));
}

/** Those that moved something else than what was said. One whose answer is an error may have moved all or nothing. */
export function countWrongTransfers(
  replies: readonly Reply[],
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): number {
  const change = (id: number) => (after.get(id) ?? 0) - (before.get(id) ?? 0);
  return replies.filter(({ is }, n) => {
    const { from, to, cents } = transferOf(n);
    const [taken, given] = [-change(from), change(to)];
    const isDone = taken === cents && given === cents;
    return !(isDone || (is !== 'fine' && taken === 0 && given === 0));
  }).length;
}

/** Those of which other rows are there than was said. */
async function countWrongInserts(client: pg.Client, replies: readonly Reply[]): Promise<number> {
  const { rows } = await client.query<{ n: number; count: number }>(
    'SELECT (id - 1) / $1::integer AS n, count(*)::integer AS count FROM duet.library_rows GROUP BY 1',
    [ROWS],
  );
  const counts = new Map(rows.map(({ n, count }) => [n, count]));
  return replies.filter(({ is }, n) => {
    const count = counts.get(n) ?? 0;
    return !(count === ROWS || (is !== 'fine' && count === 0));
  }).length;
}
