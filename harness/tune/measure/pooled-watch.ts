/**
 * The sessions of a service behind a pooler. PostgreSQL shows the pooler's sessions, which many clients share; the
 * connections of the service are shown by the pooler's console (SHOW CLIENTS), where the role may ask it.
 */
import { connectTo, OBSERVER } from '../../lab/database-client.ts';
import type { Pooler } from '../../results/tune.ts';
import { openPoolerConsole } from './pooler-console.ts';
import { openSessionWatch, type SessionsSeen, type SessionWatch, watchSessions } from './session-watch.ts';

/** @throws what pg throws when nobody answers. */
export async function openPooledWatch(url: string, { mode, limits }: Pooler): Promise<SessionWatch> {
  await using resources = new AsyncDisposableStack();
  const inServer = resources.use(await openSessionWatch(url));
  const atPooler = limits === null ? undefined : resources.use(await openClientWatch(url));
  const owned = resources.move();
  return {
    // In PostgreSQL a session that is there before the service may be the one that it is given.
    noteOthers: async () => atPooler?.noteOthers(),
    ofService: async () => (await atPooler?.ofService()) ?? [],
    others: () => atPooler?.others() ?? [],
    leaveOutBusy: async (durationMs) => (await atPooler?.leaveOutBusy(durationMs)) ?? null,
    async start(stepMs) {
      const [endServer, endPooler] = await Promise.all([inServer.start(stepMs), atPooler?.start(stepMs)]);
      return async (fromMs) => {
        const [ofServer, ofClients] = await Promise.all([endServer(fromMs), endPooler?.(fromMs)]);
        return merged(ofServer, ofClients, mode);
      };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/**
 * A client is linked to a backend for a transaction, in session mode for as long as it is connected: there the states in
 * PostgreSQL say more. Who waits in the pooler for a backend is no session that is in use.
 */
function merged(ofServer: SessionsSeen, ofClients: SessionsSeen | undefined, mode: Pooler['mode']): SessionsSeen {
  if (ofClients === undefined) return { ...ofServer, sessionsMax: null, opened: null };
  const { sessionsMax, opened } = ofClients;
  return mode === 'session'
    ? { ...ofServer, sessionsMax, opened }
    : { ...ofClients, idleInTransaction: ofServer.idleInTransaction };
}

/** The clients of the pooler that have this database, as its console shows them. */
async function openClientWatch(url: string): Promise<SessionWatch> {
  const named = await connectTo(url, OBSERVER);
  const { database } = named;
  await named.end();
  const console = await openPoolerConsole(url);
  const look = async () => {
    const clients = (await console.show('CLIENTS')).filter(
      (one) => one.database === database && one.application_name !== 'duet-observer',
    );
    return clients.map(({ addr, port, connect_time, link }) => ({
      id: `${addr}:${port} ${connect_time}`,
      state: link ? 'active' : 'idle',
    }));
  };
  return watchSessions(look, async () => console[Symbol.asyncDispose]());
}
