/** The only connection of a pool is in use: which error does the next request get, and after how long? */
import { type Client, openClient } from '../../load/client.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { StartLibraryOptions } from '../library-process.ts';
import { operationNamed } from '../operations.ts';
import type { BreakTrial, Surroundings } from './break-trial.ts';
import { type Reply, replyTo, saidBy, silenceIn } from './replies.ts';
import { isSleeping, timeUntil } from './statements.ts';

/** How long the library's own patience is watched. */
const WATCHED_MS = 35_000;
/** A patience that is asked for; how long that is watched. */
const LIMIT_MS = 500;
const LIMIT_WATCHED_MS = 4_000;
/** The connection is held for longer than is watched. */
const LONGER_MS = 2_000;
const BEGIN_MS = 5_000;

/** @param watchedMs how long the library's own patience is watched. */
export const patienceOf = (watchedMs: number): BreakTrial => ({
  name: 'patience',
  expectedMs: watchedMs + 20_000,
  // They wait, and do nothing else.
  atOnce: 6,
  async run(entry, surroundings) {
    const { reply, silence } = await waitBeside(entry, surroundings, {}, watchedMs);
    const limited = await waitBeside(entry, surroundings, { poolWaitMs: LIMIT_MS }, LIMIT_WATCHED_MS);
    return {
      outcome: silence ?? (reply.is === 'fine' ? 'unharmed' : reply.lost === 'timeout' ? 'no-answer' : 'failed'),
      figures: {
        wait_ms: reply.ms,
        limit_ms: LIMIT_MS,
        ...(limited.reply.is === 'error' ? { set_wait_ms: limited.reply.ms } : {}),
      },
      ...saidBy([reply.is === 'error' ? reply : limited.reply]),
    };
  },
});

export const patience = patienceOf(WATCHED_MS);

interface Waited {
  /** The answer to the request that needs the connection. */
  reply: Reply;
  silence?: 'process-ended';
}

async function waitBeside(
  entry: CatalogueEntry,
  { measuring, openSession }: Surroundings,
  options: StartLibraryOptions,
  watchedMs: number,
): Promise<Waited> {
  const { signal } = measuring;
  await using session = await openSession();
  await using library = await measuring.start(entry, { poolMax: 1, ...options });
  const open = (timeoutMs: number): Client => openClient(library.url, { connections: 1, timeoutMs, signal });
  const heldMs = watchedMs + LONGER_MS;
  await using holder = open(2 * heldMs);
  await using waiter = open(watchedMs);
  const read = operationNamed('database', 'read');
  const held = replyTo(holder, { method: 'GET', path: `/sleep?ms=${heldMs}` }, 204);
  await timeUntil(() => isSleeping(session, library), { withinMs: BEGIN_MS, signal });
  const reply = await replyTo(waiter, read.request(0), read.status);
  signal.throwIfAborted();
  if (silenceIn([], library) !== undefined) return { reply, silence: 'process-ended' };
  // Nobody waits for what holds the connection.
  await library.kill();
  await held;
  return { reply };
}
