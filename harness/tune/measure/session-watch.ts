/**
 * The sessions of a service as PostgreSQL shows them (pg_stat_activity), sampled on a connection of our own. It works
 * for any service, and sees less than a pool's own account: nobody who waits for a connection, and no connection that
 * is held while no transaction is open.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { refused } from '../../errors.ts';
import { connectTo } from '../../lab/database-client.ts';
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
  /** Whoever is connected now is somebody else: called before the service is started. */
  noteOthers(): Promise<void>;
  /**
   * Starts sampling, every `stepMs` or so; the returned function ends it. The timeline counts from its `fromMs`, on the
   * clock of performance.now().
   */
  start(stepMs: number): Promise<(fromMs: number) => Promise<SessionsSeen>>;
}

/** A session at one moment. */
interface Session {
  /** Its process in PostgreSQL, or whatever tells it from the others. */
  id: number | string;
  /** Null where it is hidden. */
  state: string | null;
}

/** One look at the service's sessions. */
interface Sample {
  /** On the clock of performance.now(). */
  atMs: number;
  ids: Session['id'][];
  active: number;
  idleInTransaction: number;
  /** Whether an ordinary role only sees that the session of another role is there, and not what it does. */
  isHidden: boolean;
}

const SESSIONS = `
  SELECT pid AS id, state FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND coalesce(backend_type, 'client backend') = 'client backend'`;

/** @throws what pg throws when the server does not answer. */
export async function openSessionWatch(url: string): Promise<SessionWatch> {
  const client = await connectTo(url, { application_name: 'duet-observer' });
  return watchSessions(
    async () => (await client.query<Session>(SESSIONS)).rows,
    () => client.end(),
  );
}

/** @param look shows all sessions that may be those of the service. */
export function watchSessions(look: () => Promise<Session[]>, close: () => Promise<void>): SessionWatch {
  let others = new Set<Session['id']>();

  const sample = async (): Promise<Sample> => {
    const sessions = (await look()).filter(({ id }) => !others.has(id));
    return {
      atMs: performance.now(),
      ids: sessions.map(({ id }) => id),
      active: sessions.filter(({ state }) => state === 'active').length,
      idleInTransaction: sessions.filter(({ state }) => state?.startsWith('idle in transaction')).length,
      isHidden: sessions.length > 0 && sessions.every(({ state }) => state === null),
    };
  };
  return {
    async noteOthers() {
      others = new Set((await look()).map(({ id }) => id));
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
  const inUse = during.map(({ active, idleInTransaction }) => active + idleInTransaction);
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
