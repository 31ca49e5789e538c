/** A restart of PostgreSQL: once while the connections of the pool are idle, and once while requests run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openClient } from '../../load/client.ts';
import { operationNamed } from '../operations.ts';
import type { BreakTrial } from './break-trial.ts';
import { failedOf, type Reply, replyTo, replyToMany, saidBy, silenceIn } from './replies.ts';

const CLIENTS = 4;
/** They open the connections of the pool. */
const FIRST_REQUESTS = 40;
/** One after the other, so that each connection that is broken may fail one. */
const REQUESTS_AFTER = 20;
/** Requests go on for so long before the second restart, and after it. */
const BEFORE_MS = 300;
const AFTER_MS = 3_000;
/** Between two requests of a client; longer after a failure, so that failures do not crowd out all else. */
const PAUSE_MS = 2;
const PAUSE_AFTER_FAILURE_MS = 20;
const TIMEOUT_MS = 5_000;

export const restart: BreakTrial = {
  name: 'restart',
  expectedMs: 12_000,
  atOnce: 1,
  async run(entry, { measuring, restartableDatabase }) {
    const database = await restartableDatabase();
    if (database === undefined) return { outcome: 'not-run', figures: {}, reason: 'database-url' };
    const { signal } = measuring;
    await using library = await measuring.start(entry, { databaseUrl: database.url, poolMax: CLIENTS });
    await using client = openClient(library.url, { connections: CLIENTS, timeoutMs: TIMEOUT_MS, signal });
    const read = operationNamed('database', 'read');
    let next = 0;
    const ask = () => replyTo(client, read.request(next++), read.status);

    await replyToMany(FIRST_REQUESTS, CLIENTS, ask);
    await database.restart();
    const idle = await replyToMany(REQUESTS_AFTER, 1, ask);

    const busy = startAsking(ask);
    await sleep(BEFORE_MS);
    const downMs = performance.now();
    await database.restart();
    const backMs = performance.now();
    await sleep(AFTER_MS);
    const asked = await busy.stop();
    const last = await replyToMany(REQUESTS_AFTER, 1, ask);
    signal.throwIfAborted();

    const replies = [...idle, ...asked.map(({ reply }) => reply), ...last];
    const failures = asked.filter(({ reply }) => reply.is !== 'fine');
    const lastFailureMs = Math.max(backMs, ...failures.map(({ sentMs, reply }) => sentMs + reply.ms));
    const isOver = failedOf(last).length === 0;
    return {
      outcome:
        silenceIn(last, library) ?? (!isOver ? 'failed' : failedOf(replies).length > 0 ? 'recovered' : 'unharmed'),
      figures: {
        ...{ idle_requests: idle.length, idle_failed: failedOf(idle).length },
        ...{ busy_requests: asked.length, busy_failed: failures.length },
        late_failed: failures.filter(({ sentMs }) => sentMs >= backMs).length + failedOf(last).length,
        ...{ down_ms: backMs - downMs, recovered_ms: lastFailureMs - backMs },
      },
      ...saidBy(replies),
    };
  },
};

interface Asked {
  /** On the clock of performance.now(). */
  sentMs: number;
  reply: Reply;
}

/** Several clients that ask again and again until they are stopped. */
function startAsking(ask: () => Promise<Reply>): { stop(): Promise<Asked[]> } {
  const asked: Asked[] = [];
  let isStopped = false;
  const one = async () => {
    while (!isStopped) {
      const sentMs = performance.now();
      const reply = await ask();
      asked.push({ sentMs, reply });
      if (reply.lost === 'stopped') return;
      await sleep(reply.is === 'fine' ? PAUSE_MS : PAUSE_AFTER_FAILURE_MS);
    }
  };
  const all = Promise.all(Array.from({ length: CLIENTS }, one));
  return {
    async stop() {
      isStopped = true;
      await all;
      return asked;
    },
  };
}
