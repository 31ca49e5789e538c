/**
 * The sessions of a service as PostgreSQL shows them (pg_stat_activity), sampled on a connection of our own. It works
 * for any service, and sees less than a pool's own account: nobody who waits for a connection, and no connection that
 * is held while no transaction is open.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { refused } from '../../errors.ts';
import { connectTo, OBSERVER } from '../../lab/database-client.ts';
import type { PoolMoment } from '../../results/tune.ts';

/** What a stretch of time looked like, from its samples. */
export interface SessionsSeen {
  /** Sessions with a query or a transaction under way. */
  inUseMean: number;
  inUseMax: number;
  /** All, idle ones included; null where they cannot be told from those of others. */
  sessionsMax: number | null;
  /** Sessions that were not there at its beginning; one that lived between two samples is missed. */
  opened: number | null;
  /** The share of the time in transactions that PostgreSQL waited for the service; null where there was none. */
  idleInTransaction: number | null;
  timeline: PoolMoment[];
}

export interface SessionWatch extends AsyncDisposable {
  /**
   * Whoever is connected now is somebody else: called before the service is started. The sessions of one that has just
   * ended are waited for: PostgreSQL ends them when their queries are done, and until then they take connections.
   */
  noteOthers(): Promise<void>;
  /**
   * Watches while nobody asks anything: sessions with a query then, as those of a poller, are not of requests. Until the
   * next service they are others.
   * @returns how many had one in the mean; null where they cannot be told from those of others.
   */
  leaveOutBusy(durationMs: number): Promise<number | null>;
  /** The sessions of the service at this moment. */
  ofService(): Promise<Session[]>;
  /** Whoever was noted last: nobody where the service ran already. */
  others(): Session['id'][];
  /**
   * Starts sampling, every `stepMs` or so; the returned function ends it. The timeline counts from its `fromMs`, on the
   * clock of performance.now().
   */
  start(stepMs: number): Promise<(fromMs: number) => Promise<SessionsSeen>>;
}

/** A session at one moment. */
export interface Session {
  /** Its process in PostgreSQL, or whatever tells it from the others. */
  id: number | string;
  /** Null where it is hidden. */
  state: string | null;
  /** As which it logged in, where that is known. */
  role?: string;
}

/** One look at the service's sessions. */
interface Sample {
  /** On the clock of performance.now(). */
  atMs: number;
  ids: Session['id'][];
  /** Those of them with a query under way. */
  active: Session['id'][];
  idleInTransaction: number;
  /** Whether an ordinary role only sees that the session of another role is there, and not what it does. */
  isHidden: boolean;
}

const SESSIONS = `
  SELECT pid AS id, state, usename AS role FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND coalesce(backend_type, 'client backend') = 'client backend'`;

/** Longer than nearly every query; who stays longer is somebody else. */
const LEAVING_MS = 3_000;
const STEP_MS = 20;

/** @throws what pg throws when the server does not answer. */
export async function openSessionWatch(url: string): Promise<SessionWatch> {
  const client = await connectTo(url, OBSERVER);
  return watchSessions(
    async () => (await client.query<Session>(SESSIONS)).rows,
    () => client.end(),
  );
}

/** @param look shows all sessions that may be those of the service. */
export function watchSessions(look: () => Promise<Session[]>, close: () => Promise<void>): SessionWatch {
  /** Undefined until the first service is to be started. */
  let others: Set<Session['id']> | undefined;

  const ofService = async () => (await look()).filter(({ id }) => !others?.has(id));
  const sample = async (): Promise<Sample> => {
    const sessions = await ofService();
    return {
      atMs: performance.now(),
      ids: sessions.map(({ id }) => id),
      active: sessions.filter(({ state }) => state === 'active').map(({ id }) => id),
      idleInTransaction: sessions.filter(({ state }) => state?.startsWith('idle in transaction')).length,
      isHidden: sessions.length > 0 && sessions.every(({ state }) => state === null),
    };
  };
  return {
    async noteOthers() {
      const deadline = performance.now() + LEAVING_MS;
      let here = await look();
      let leaving = others === undefined ? [] : here.filter(({ id }) => !others?.has(id));
      while (leaving.length > 0 && performance.now() < deadline) {
        await sleep(STEP_MS);
        here = await look();
        leaving = leaving.filter(({ id }) => here.some((one) => one.id === id));
      }
      others = new Set(here.map(({ id }) => id));
    },
    ofService,
    others: () => [...(others ?? [])],
    async leaveOutBusy(durationMs) {
      const busy: Session['id'][][] = [];
      for (const deadline = performance.now() + durationMs; performance.now() < deadline; await sleep(STEP_MS)) {
        busy.push((await sample()).active);
      }
      others = new Set([...(others ?? []), ...busy.flat()]);
      return busy.flat().length / busy.length;
    },
    async start(stepMs) {
      const samples = [await sample()];
      let ended = false;
      const sampling = (async () => {
        while (!ended) {
          // Not in step with arrivals that come at equal gaps.
          await sleep(stepMs * (0.5 + Math.random()));
          samples.push(await sample());
        }
      })();
      sampling.catch(() => {}); // it surfaces where the samples are asked for
      return async (fromMs) => {
        ended = true;
        await sampling;
        return summarize(samples, fromMs);
      };
    },
    [Symbol.asyncDispose]: close,
  };
}

/**
 * The first sample says what was there; the last one may lie after the load.
 * @throws DuetError (exit 2) when none shows what the sessions do.
 */
function summarize(samples: readonly Sample[], fromMs: number): SessionsSeen {
  if (samples.every(({ isHidden }) => isHidden)) {
    throw refused(
      'the connections of the service belong to another role than that of DATABASE_URL, which may not see what they do',
      'GRANT pg_read_all_stats to the role of DATABASE_URL, or log in there with the role of the service',
    );
  }
  const during = samples.length > 2 ? samples.slice(1, -1) : samples;
  const inUse = during.map(({ active, idleInTransaction }) => active.length + idleInTransaction);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const before = new Set(samples[0]?.ids);
  const opened = new Set(samples.flatMap(({ ids }) => ids).filter((id) => !before.has(id)));
  return {
    inUseMean: sum(inUse) / inUse.length,
    inUseMax: Math.max(...inUse),
    sessionsMax: Math.max(...samples.map(({ ids }) => ids.length)),
    opened: opened.size,
    idleInTransaction: sum(inUse) === 0 ? null : sum(during.map((one) => one.idleInTransaction)) / sum(inUse),
    timeline: during.map(({ atMs }, at) => ({ at_ms: atMs - fromMs, in_use: inUse[at] as number, waiting: null })),
  };
}
