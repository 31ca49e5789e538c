/**
 * A TCP proxy between the services and PostgreSQL, as a process of its own: it adds a round-trip time and
 * counts connections, round trips and bytes, and records when which connection waited for an answer.
 *
 * The whole round-trip time is added to the way back: a client that waits for each answer cannot tell that
 * from half on either way, and it needs one timer instead of two. The first answer on a connection is held
 * for one round trip more, which stands for TCP's own handshake (the kernel has completed that at once).
 * A round trip is counted each time the database answers a client that has spoken since the last answer; a
 * farewell, which gets none, costs no one any waiting.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import fastify from 'fastify';
import { requireToken } from './control-token.ts';
import { callAt } from './delay.ts';
import { type ExchangeRecorder, type RecordOptions, recordExchanges } from './exchanges.ts';
import { countMessages, type MessageCounts, type MessageReader } from './protocol-messages.ts';
import { announceAndServe } from './serve.ts';

export interface ProxyCounts {
  connections: number;
  /** Round trips after TCP's own. */
  round_trips: number;
  bytes_up: number;
  bytes_down: number;
}

export interface Proxy {
  server: Server;
  counts: ProxyCounts;
  exchanges: ExchangeRecorder;
  setRtt(ms: number): void;
  reset(): void;
  /** Reads every message from now on, and counts on; nothing may be under way. Ends with the next beginning. */
  countMessages(): MessageCounts;
}

const none = (): ProxyCounts => ({ connections: 0, round_trips: 0, bytes_up: 0, bytes_down: 0 });

/** @param target host and port of the database. */
export function buildProxy(target: { host: string; port: number }): Proxy {
  const counts = none();
  const exchanges = recordExchanges();
  let rttMs = 0;
  /** Absent as long as nobody asks for it: it would cost what is timed. */
  let messages: MessageCounts | undefined;

  // Half open: a side that has finished speaking still hears what the other has to say.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, noDelay: true, allowHalfOpen: true });
    let clientSpokeLast = false;
    let answered = false;
    counts.connections++;
    const record = exchanges.connect();
    let hasSpoken = false;
    let reader: { of: MessageCounts; read: MessageReader } | undefined;
    const readerOf = (of: MessageCounts): MessageReader => {
      if (reader?.of !== of) reader = { of, read: countMessages(of, !hasSpoken) };
      return reader.read;
    };

    client.on('data', (chunk) => {
      counts.bytes_up += chunk.length;
      clientSpokeLast = true;
      record.spoke(chunk);
      if (messages !== undefined) readerOf(messages).sent(chunk);
      hasSpoken = true;
      upstream.write(chunk);
    });
    const back = inOrder();
    upstream.on('data', (chunk) => {
      counts.bytes_down += chunk.length;
      if (messages !== undefined) readerOf(messages).answered(chunk);
      if (clientSpokeLast) counts.round_trips++;
      clientSpokeLast = false;
      const heldMs = answered ? rttMs : 2 * rttMs;
      answered = true;
      back(heldMs, () => {
        record.answered();
        client.write(chunk);
      });
    });
    client.on('end', () => upstream.end());
    upstream.on('end', () => back(0, () => client.end()));
    link(client, upstream);
    link(upstream, client);
  });

  return {
    server,
    counts,
    exchanges,
    setRtt(ms) {
      rttMs = ms;
    },
    reset() {
      Object.assign(counts, none());
    },
    countMessages() {
      messages = { statements: 0, named: 0 };
      return messages;
    },
  };
}

/** Runs actions after their delay, never one before an earlier one. */
function inOrder(): (heldMs: number, action: () => void) => void {
  let lastDueMs = 0;
  const queue: (() => void)[] = [];
  return (heldMs, action) => {
    lastDueMs = Math.max(lastDueMs, performance.now() + heldMs);
    queue.push(action);
    callAt(lastDueMs, () => queue.shift()?.());
  };
}

/** When one side breaks, so does the other. */
function link(broken: Socket, other: Socket): void {
  broken.on('error', () => other.destroy());
  broken.on('close', (hadError) => {
    if (hadError) other.destroy();
  });
}

if (import.meta.main) {
  const target = new URL(process.env.TARGET_URL ?? '');
  const proxy = buildProxy({ host: target.hostname, port: Number(target.port || 5432) });
  await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.server.address() as { port: number };

  const control = fastify({ forceCloseConnections: true });
  requireToken(control);
  control.get('/counts', async () => proxy.counts);
  control.post('/reset', async () => {
    proxy.reset();
    return proxy.counts;
  });
  control.post<{ Body: RecordOptions }>('/record', async (request) => {
    proxy.exchanges.start(request.body);
    return {};
  });
  control.get('/exchanges', async () => proxy.exchanges.take());
  control.put<{ Body: { ms: number } }>('/rtt', async (request) => {
    proxy.setRtt(request.body.ms);
    return request.body;
  });
  await announceAndServe(control, { proxied: `127.0.0.1:${port}` });
}
