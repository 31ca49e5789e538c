/**
 * What one request of each cell causes: an untimed pass, once per run, around which everything is counted. The
 * services must reach PostgreSQL through the proxy.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseObserver, observeDatabase } from '../lab/database-counts.ts';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import { watchTreeMemory } from '../lab/tree-memory.ts';
import { type Client, openClient } from '../load/client.ts';
import { sendChecked } from '../patterns/checked-request.ts';
import { patterns } from '../patterns/index.ts';
import { type Pattern, variantsOf } from '../patterns/pattern.ts';
import type { CellInspection, Failure, Inspection, PatternName, Sizes } from '../results/schema.ts';
import { watchDeaths } from './deaths.ts';
import { startHeartbeat } from './heartbeat.ts';
import { ANSWER_TIMEOUT_MS } from './trial-services.ts';

export interface InspectOptions {
  patterns: PatternName[];
  /** With the calibrated sizes of the report. */
  sizes: Sizes;
  signal: AbortSignal;
  /** Those to be inspected; all by default. */
  variants?: (service: Service, pattern: Pattern) => readonly string[];
  onPattern(name: PatternName): void;
}

/** What GET /stats tells of the time since it was last asked to restart its maxima. */
interface Stats {
  pool: { in_use_max: number; waiting_max: number; wait_ms_max: number };
  event_loop: { stall_max_ms: number };
}

interface InspectedCell {
  lab: Lab;
  service: Service;
  client: Client;
  observer: DatabaseObserver;
  pattern: Pattern;
  variant: string;
  sizes: Sizes;
  signal: AbortSignal;
}

/** Two ticks of the event loop's gauge, and some room: what begins before them may escape it. */
const MAXIMA_READY_MS = 60;

/**
 * One cell after the other, because the counters are shared. A cell whose requests fail has none: its trials will
 * fail, too, and tell why.
 * @throws DuetError when a service or something of the lab dies.
 */
export async function inspectCells(
  lab: Lab,
  services: Service[],
  {
    patterns: names,
    sizes,
    signal,
    variants = ({ stack }, pattern) => variantsOf(pattern, stack),
    onPattern,
  }: InspectOptions,
): Promise<CellInspection[]> {
  await using observer = await observeDatabase(lab.database);
  await lab.proxy.setRtt(0);
  const found: CellInspection[] = [];
  for (const name of names) {
    const pattern = patterns[name];
    onPattern(name);
    await pattern.inspected.prepare?.(lab, sizes, signal);
    for (const service of services) {
      await using client = openClient(service.url, { connections: 4, timeoutMs: ANSWER_TIMEOUT_MS, signal });
      for (const variant of variants(service, pattern)) {
        signal.throwIfAborted();
        const { stack, side } = service;
        const inspection = await watchDeaths(
          {
            watched: [lab, service],
            where: { pattern: name, stack, variant, ...(side && { side }), phase: 'inspection' },
            signal,
            suspicious: (outcome) => outcome === undefined,
          },
          () => inspectCell({ lab, service, client, observer, pattern, variant, sizes, signal }),
        );
        if (inspection !== undefined) found.push({ pattern: name, stack, variant, inspection });
      }
    }
  }
  return found;
}

async function inspectCell(cell: InspectedCell): Promise<Inspection | undefined> {
  const { client, pattern, variant } = cell;
  // Only a first request opens the connections of a pool and compiles its code: that one is not counted.
  for (const check of pattern.checks(variant)) await sendChecked(client, check);
  return pattern.variants.includes(variant) ? countAndWatch(cell) : countOnly(cell);
}

/** Counts a variant that is not timed: what GET /stats tells of the pool is not about a pool of its own. */
async function countOnly(cell: InspectedCell): Promise<Inspection | undefined> {
  const countsSince = await startCounting(cell);
  const failure = await sendAll(cell);
  return failure === undefined ? countsSince() : undefined;
}

/** The counts, and what the process goes through meanwhile. */
async function countAndWatch(cell: InspectedCell): Promise<Inspection | undefined> {
  const { client, service, signal } = cell;
  await readStats(client);
  const ready = sleep(MAXIMA_READY_MS);
  const heartbeat = await startHeartbeat(service, signal);
  const countsSince = await startCounting(cell);
  const memorySince = watchTreeMemory(service.pid);
  await ready;
  const failure = await sendAll(cell);
  const stats = await readStats(client);
  const memory = memorySince();
  const stallOutsideMs = await heartbeat();
  if (failure !== undefined || stats === undefined) return undefined;
  return {
    ...(await countsSince()),
    stall_inside_ms: stats.event_loop.stall_max_ms,
    ...(stallOutsideMs === undefined ? {} : { stall_outside_ms: stallOutsideMs }),
    pool_wait_max_ms: stats.pool.wait_ms_max,
    pool_in_use_max: stats.pool.in_use_max,
    pool_waiting_max: stats.pool.waiting_max,
    ...(memory === undefined
      ? {}
      : { peak_rss_bytes: memory.peakBytes, rss_over_idle_bytes: memory.peakBytes - memory.idleBytes }),
  };
}

/** The returned function says what was counted since. */
async function startCounting({
  lab,
  service,
  observer,
  pattern,
  sizes,
}: InspectedCell): Promise<() => Promise<Inspection>> {
  await Promise.all([lab.proxy.reset(), lab.upstream.reset()]);
  const databaseSince = await observer.start(lab.databaseOf(service.side).name);
  return async () => {
    const [proxied, { single, batch }, database] = await Promise.all([
      lab.proxy.counts(),
      lab.upstream.tally(),
      databaseSince(),
    ]);
    const { count, how } = pattern.inspected;
    return {
      requests: count,
      how: how(sizes),
      counts: perRequest(count, {
        round_trips: proxied.round_trips,
        connections: proxied.connections,
        statements: database.statements,
        application_statements: database.applicationStatements,
        blocks: database.blocks,
        sessions: database.sessions,
        upstream_calls: single.calls + batch.calls,
      }),
      ...(database.sessionsLeft === 0 ? {} : { sessions_left: database.sessionsLeft }),
    };
  };
}

async function sendAll({
  client,
  service,
  pattern,
  variant,
  sizes,
  signal,
}: InspectedCell): Promise<Failure | undefined> {
  const { count, request } = pattern.inspected;
  for (let n = 1; n <= count; n++) {
    signal.throwIfAborted();
    const { failure } = await sendChecked(client, request(variant, n, sizes, service.stack));
    if (failure) return failure;
  }
  return undefined;
}

/** The maxima since the last time, which begin anew. */
async function readStats(client: Client): Promise<Stats | undefined> {
  const { answer } = await sendChecked(client, { method: 'GET', path: '/stats?restart=maxima' });
  return answer && (JSON.parse(answer.text) as Stats);
}

/** Without the counts that there are none of. */
function perRequest(count: number, totals: Record<string, number | undefined>): Inspection['counts'] {
  return Object.fromEntries(
    Object.entries(totals).flatMap(([name, total]) => (total === undefined ? [] : [[name, total / count]])),
  );
}
