/** One of this repository's services under one of its workloads. */
import { DuetError, EXIT } from '../../errors.ts';
import type { Lab, StartOptions } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { isOkContaining } from '../../load/outcome.ts';
import type { StackName } from '../../results/names.ts';
import type { FormName, PoolSetting, WorkloadName } from '../../results/tune.ts';
import { isUnavailable, type PoolAccount, type Subject, type TunedService } from '../subject.ts';

export interface OwnServiceOptions {
  stack: StackName;
  form: FormName;
  workload: WorkloadName;
  /** Added between service and PostgreSQL. */
  rttMs: number;
}

/** What the workload `hold` waits for with its transaction open. */
const UPSTREAM_MS = 50;
/** The pool is to be what limits the service, not the connections to the upstream. */
const UPSTREAM_CONNECTIONS = 1_000;
const USERS = 10_000;
const STATS_MS = 10_000;

/** Sets the lab up for it: the upstream's latency, and the round-trip time. */
export async function openOwnService(lab: Lab, options: OwnServiceOptions): Promise<Subject> {
  const { stack, form, workload, rttMs } = options;
  await lab.upstream.setModel({ baseMs: UPSTREAM_MS, perItemMs: 0 });
  await lab.proxy.setRtt(rttMs);
  const describes = { kind: 'own' as const, stack, form, workload };
  const via = rttMs > 0 ? 'proxy' : 'direct';
  const subject: Subject = { describes, start: (setting) => startOwn(lab, options, setting, via) };
  // Past the pooler there is no proxy, and so no round-trip time: the two would differ by more than the pooler.
  if (!lab.hasPooler || rttMs > 0) return subject;
  return { ...subject, withoutPooler: { describes, start: (setting) => startOwn(lab, options, setting, 'server') } };
}

async function startOwn(
  lab: Lab,
  { stack, form, workload }: OwnServiceOptions,
  { size, overflow, timeout_ms }: PoolSetting,
  via: NonNullable<StartOptions['via']>,
): Promise<TunedService> {
  const service = await lab.startService(stack, {
    via,
    environment: {
      POOL_SIZE: String(size),
      MAX_OVERFLOW: String(overflow),
      // Node's one bound; one that the shell has would win over the two.
      POOL_MAX: String(size + overflow),
      POOL_TIMEOUT_MS: String(timeout_ms),
      UPSTREAM_CONNECTIONS: String(UPSTREAM_CONNECTIONS),
    },
    logName: `tune-${stack}-${form}-${workload}-${size}+${overflow}${via === 'server' ? '-without-pooler' : ''}`,
  });
  return {
    url: service.url,
    pid: service.pid,
    request: (n) => ({ method: 'GET', path: `/workloads/${form}/${workload}/users/${userOf(n)}` }),
    // The user who was asked for comes first in the answer.
    check: isOkContaining((n) => `"id":${userOf(n)},`),
    isPoolTimeout: isUnavailable,
    readPool: (options) => readPool(service, options),
    death: service.death,
    // At once: its work is done, and its connections are gone with it.
    [Symbol.asyncDispose]: () => service.kill(),
  };
}

/** Spread over all users without order: `mix` chooses by the id, and its kinds are not to come in turn. */
export function userOf(n: number): number {
  // The finalizer of murmur3.
  let z = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return 1 + (((z ^ (z >>> 16)) >>> 0) % USERS);
}

/** The part of GET /stats that is about the pool and who waits for it. */
interface Stats {
  pool: {
    in_use: number;
    in_use_max: number;
    waiting: number;
    waiting_max: number;
    checkouts: number;
    wait_ms_total: number;
    returns: number;
    hold_ms_total: number;
  };
  connections_opened: number;
  threads: { limit: number; in_use: number; in_use_max: number; waiting: number } | null;
  event_loop: { stall_max_ms: number };
}

/** @throws DuetError (exit 4) where the service is there, and does not answer. */
async function readPool({ url, stack }: Service, { restart = false } = {}): Promise<PoolAccount> {
  const response = await fetch(`${url}/stats${restart ? '?restart=maxima' : ''}`, {
    signal: AbortSignal.timeout(STATS_MS),
  }).catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error;
    const message = `the ${stack} service has stopped answering, also to GET /stats, within ${STATS_MS / 1_000} s`;
    const hint = 'finished windows are kept; see the log of the service in the run folder';
    throw new DuetError(message, { exitCode: EXIT.environment, where: { phase: 'tuning' }, hint, cause: error });
  });
  if (!response.ok) throw new Error(`GET ${url}/stats: ${response.status}`);
  const { pool, connections_opened, threads, event_loop } = (await response.json()) as Stats;
  return {
    inUse: pool.in_use,
    waiting: pool.waiting,
    inUseMax: pool.in_use_max,
    waitingMax: pool.waiting_max,
    checkouts: pool.checkouts,
    waitMsTotal: pool.wait_ms_total,
    returns: pool.returns,
    holdMsTotal: pool.hold_ms_total,
    connectionsOpened: connections_opened,
    threads: threads && {
      limit: threads.limit,
      inUse: threads.in_use,
      inUseMax: threads.in_use_max,
      waiting: threads.waiting,
    },
    loopStallMaxMs: event_loop.stall_max_ms,
  };
}
