/**
 * A client that goes away while its statement runs: does the statement stop, and does the connection come back to the pool?
 * Unharmed is what does both at once, and recovered what does so when the statement has ended by itself.
 */
import { connect } from 'node:net';
import { openClient } from '../../load/client.ts';
import { operationNamed } from '../operations.ts';
import type { BreakTrial } from './break-trial.ts';
import { failedOf, replyTo, replyToMany, saidBy, silenceIn } from './replies.ts';
import { isSleeping, timeUntil } from './statements.ts';

const SLEEP_MS = 5_000;
/** Beyond the end of the statement. */
const MORE_MS = 5_000;
const REQUESTS_AFTER = 3;

export const disconnect: BreakTrial = {
  name: 'disconnect',
  expectedMs: 12_000,
  atOnce: 4,
  async run(entry, { measuring, openSession }) {
    const { signal } = measuring;
    await using session = await openSession();
    // With the only connection of the pool, so that the next request needs that one.
    await using library = await measuring.start(entry, { poolMax: 1 });
    await using client = openClient(library.url, { connections: 1, timeoutMs: SLEEP_MS + MORE_MS, signal });
    const read = operationNamed('database', 'read');
    await replyTo(client, read.request(0), read.status);

    const { hostname, port } = new URL(library.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {}); // what is told to it is told to nobody
    socket.write(`GET /sleep?ms=${SLEEP_MS} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    const begun = await timeUntil(() => isSleeping(session, library), { withinMs: MORE_MS, signal });
    socket.destroy();
    if (begun === undefined) return { outcome: silenceIn([], library) ?? 'failed', figures: { sleep_ms: SLEEP_MS } };

    const [runningMs, next] = await Promise.all([
      timeUntil(async () => !(await isSleeping(session, library)), { withinMs: SLEEP_MS + MORE_MS, signal }),
      replyTo(client, read.request(1), read.status),
    ]);
    const later = await replyToMany(REQUESTS_AFTER, 1, (n) => replyTo(client, read.request(2 + n), read.status));
    signal.throwIfAborted();
    const isOver = failedOf(later).length === 0;
    const isUnharmed = next.is === 'fine' && Math.max(runningMs ?? SLEEP_MS, next.ms) < SLEEP_MS / 2;
    return {
      outcome: silenceIn([next, ...later], library) ?? (!isOver ? 'failed' : isUnharmed ? 'unharmed' : 'recovered'),
      figures: {
        sleep_ms: SLEEP_MS,
        ...(runningMs === undefined ? {} : { running_after_ms: runningMs }),
        next_ms: next.ms,
      },
      ...saidBy([next, ...later]),
    };
  },
};
