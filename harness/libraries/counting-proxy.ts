/** A way to PostgreSQL on which everything is counted that a library sends, and in how many round trips. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildProxy } from '../lab/proxy.ts';

export interface DatabaseWork {
  /**
   * Times that the library waited for an answer. Those of a login are left out, so that the counts are the same whether the
   * server wants a password, and in which way: a new connection has one, and one more where TLS is asked for first.
   */
  roundTrips: number;
  statements: number;
  connections: number;
  /** Whether a statement was prepared under a name, or one that had been was run. */
  prepared: boolean;
}

export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  /** Connections that are open now. */
  open(): number;
  /** Counts what is done meanwhile, and what comes of it until nothing more is sent. */
  count(action: () => Promise<void>): Promise<DatabaseWork>;
}

/** Looks at which nothing new has been said, and the time between them: what a library does after its answer has been done. */
const QUIET_LOOKS = 3;
const BETWEEN_LOOKS_MS = 40;
/** A library that says something all the time, e.g. a health check, is not waited for any longer. */
const LONGEST_QUIET_MS = 3_000;

export async function openCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const url = new URL(databaseUrl);
  const proxy = buildProxy({ host: url.hostname, port: Number(url.port || 5432) });
  const sockets = new Set<{ destroy(): void }>();
  proxy.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  proxy.server.listen(0, '127.0.0.1');
  await once(proxy.server, 'listening');
  url.host = `127.0.0.1:${(proxy.server.address() as { port: number }).port}`;

  async function quiet(): Promise<void> {
    const deadline = performance.now() + LONGEST_QUIET_MS;
    let before = '';
    for (let looks = 0; looks <= QUIET_LOOKS && performance.now() < deadline; await sleep(BETWEEN_LOOKS_MS)) {
      const now = JSON.stringify(proxy.counts);
      looks = now === before ? looks + 1 : 1;
      before = now;
    }
  }
  return {
    url: url.href,
    open: () => sockets.size,
    async count(action) {
      await quiet();
      proxy.reset();
      proxy.exchanges.start({ asked: true });
      const messages = proxy.countMessages();
      await action();
      await quiet();
      const exchanges = proxy.exchanges.take().filter(({ asked }) => asked?.kind !== 'login');
      const { statements, named } = messages;
      return { roundTrips: exchanges.length, statements, connections: proxy.counts.connections, prepared: named > 0 };
    },
    async [Symbol.asyncDispose]() {
      proxy.server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
