/** What can be seen of a service, its pool and its database while a window of load runs. */
import { familyCpuMs, startGroupCpu } from '../../lab/cpu-time.ts';
import { hasProc } from '../../lab/proc.ts';
import { findServerProcess } from '../../lab/server-process.ts';
import type { Pooler, TuneWindow } from '../../results/tune.ts';
import type { TunedService } from '../subject.ts';
import { type AccountSeen, watchAccount } from './account-watch.ts';
import { openPooledWatch } from './pooled-watch.ts';
import { openSessionWatch, type Session, type SessionsSeen } from './session-watch.ts';

/** The part of a window that is not told by the answers. */
export type Seen = Pick<
  TuneWindow,
  | 'in_use_mean'
  | 'in_use_max'
  | 'waiting_max'
  | 'wait_ms_mean'
  | 'hold_ms_mean'
  | 'checkouts'
  | 'connections_opened'
  | 'sessions_max'
  | 'threads_in_use_max'
  | 'threads_limit'
  | 'database_cpu'
  | 'service_cpu'
  | 'loop_stall_max_ms'
  | 'idle_in_transaction'
  | 'timeline'
>;

/** When the load ran, on the clock of performance.now(): from the start of its schedule until all was settled. */
export interface Span {
  fromMs: number;
  untilMs: number;
}

export interface Watch extends AsyncDisposable {
  /**
   * Whether the sessions of the service are to be seen, in PostgreSQL or at the pooler in front of it, and if not why: no
   * address of the database is known, or the pooler does not answer this role.
   */
  readonly sight: 'sessions' | 'no-address' | 'silent-pooler';
  /** Called before a service is started: the sessions that appear later are its own. */
  noteOthers(): Promise<void>;
  /** The sessions of the service at this moment; none where they are not to be seen. */
  sessionsOfService(): Promise<Session[]>;
  /** Those on the same database that were there before the service. */
  others(): Session['id'][];
  /** See SessionWatch; null where sessions are not to be seen. */
  leaveOutBusy(durationMs: number): Promise<number | null>;
  /** Starts watching; the returned function ends it. @param timeline whether the course is kept as well. */
  start(service: TunedService, timeline?: boolean): Promise<(load: Span) => Promise<Seen>>;
}

const SAMPLE_MS = 50;
const TIMELINE_MS = 25;

/**
 * @param databaseUrl undefined: only what the service and the operating system tell can be seen.
 * @param pooler what stands in front of it.
 */
export async function openWatch(databaseUrl?: string, pooler: Pooler | null = null): Promise<Watch> {
  const sessions = databaseUrl === undefined ? undefined : await openSessions(databaseUrl, pooler);
  const server = databaseUrl === undefined || !hasProc ? undefined : await findServerProcess(databaseUrl);
  return {
    sight: sessions === undefined ? 'no-address' : pooler?.limits === null ? 'silent-pooler' : 'sessions',
    noteOthers: async () => sessions?.noteOthers(),
    sessionsOfService: async () => (await sessions?.ofService()) ?? [],
    others: () => sessions?.others() ?? [],
    leaveOutBusy: async (durationMs) => (await sessions?.leaveOutBusy(durationMs)) ?? null,
    async start(service, timeline = false) {
      const readPool = service.readPool?.bind(service);
      const account = readPool && (await watchAccount(readPool, timeline ? TIMELINE_MS : undefined));
      const seen = await sessions?.start(timeline ? TIMELINE_MS : SAMPLE_MS);
      const cpu = startCpu(service.pid, server);
      return async ({ fromMs, untilMs }) => {
        const { serviceCores, databaseCores } = cpu();
        const [ofPool, ofDatabase] = [await account?.(fromMs), await seen?.(fromMs)];
        return {
          ...nothingSeen,
          ...(ofDatabase && fromSessions(ofDatabase, timeline)),
          ...(ofPool && fromAccount(ofPool, untilMs - fromMs)),
          database_cpu: databaseCores ?? null,
          service_cpu: serviceCores ?? null,
        };
      };
    },
    async [Symbol.asyncDispose]() {
      await sessions?.[Symbol.asyncDispose]();
    },
  };
}

const openSessions = (url: string, pooler: Pooler | null) =>
  pooler === null ? openSessionWatch(url) : openPooledWatch(url, pooler);

const nothingSeen = {
  in_use_mean: null,
  in_use_max: null,
  waiting_max: null,
  wait_ms_mean: null,
  hold_ms_mean: null,
  checkouts: null,
  connections_opened: null,
  threads_in_use_max: null,
  loop_stall_max_ms: null,
  idle_in_transaction: null,
};

function fromSessions(seen: SessionsSeen, timeline: boolean): Partial<Seen> {
  return {
    in_use_mean: seen.inUseMean,
    in_use_max: seen.inUseMax,
    sessions_max: seen.sessionsMax,
    connections_opened: seen.opened,
    idle_in_transaction: seen.idleInTransaction,
    ...(timeline ? { timeline: seen.timeline } : {}),
  };
}

/** The mean in use is the time that connections were out, by the time that passed: Little's law, read backwards. */
function fromAccount({ before, after, timeline }: AccountSeen, elapsedMs: number): Partial<Seen> {
  const since = (sum: 'checkouts' | 'waitMsTotal' | 'returns' | 'holdMsTotal' | 'connectionsOpened') =>
    after[sum] - before[sum];
  const per = (total: number, count: number) => (count === 0 ? null : total / count);
  return {
    in_use_mean: since('holdMsTotal') / elapsedMs,
    in_use_max: after.inUseMax,
    waiting_max: after.waitingMax,
    wait_ms_mean: per(since('waitMsTotal'), since('checkouts')),
    hold_ms_mean: per(since('holdMsTotal'), since('returns')),
    checkouts: since('checkouts'),
    connections_opened: since('connectionsOpened'),
    threads_in_use_max: after.threads?.inUseMax ?? null,
    threads_limit: after.threads?.limit ?? null,
    loop_stall_max_ms: after.loopStallMaxMs,
    ...(timeline === undefined ? {} : { timeline }),
  };
}

/** How many cores each kept busy since now, where it can be seen. */
function startCpu(service: number | undefined, server: number | undefined) {
  const fromMs = performance.now();
  const ofService = service === undefined || !hasProc ? undefined : startGroupCpu(service);
  const before = server === undefined ? undefined : familyCpuMs(server);
  return () => {
    const elapsedMs = performance.now() - fromMs;
    const after = server === undefined ? undefined : familyCpuMs(server);
    const serviceMs = ofService?.();
    return {
      serviceCores: serviceMs === undefined ? undefined : serviceMs / elapsedMs,
      databaseCores: before === undefined || after === undefined ? undefined : (after - before) / elapsedMs,
    };
  };
}
