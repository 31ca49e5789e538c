/** GET /health, /stats and /light: who answers, what was counted, and whether the event loop is free. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { cpuAffinity, Gauges } from './gauges.ts';
import { StatsQuery } from './parameters.ts';
import { UPSTREAM_KEEP_ALIVE_MS } from './plugins/upstream.ts';
import { KEEP_ALIVE_MS } from './settings.ts';
import { WORKLOADS } from './workloads.ts';

const LIBRARIES = ['fastify', 'pg', 'piscina', 'typebox', 'undici'];

const Light = Type.Object({ ok: Type.Boolean() });

export const operations: FastifyPluginAsyncTypebox = async (app) => {
  const { settings } = app;
  const versions = Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(name)]));
  const gauges = new Gauges();
  app.addHook('onClose', async () => gauges.stop());

  app.get('/health', async () => ({
    stack: 'node',
    runtime: `Node.js ${process.versions.node}`,
    versions,
    pid: process.pid,
    processes: 1,
    variants: app.variants,
    workloads: WORKLOADS,
    cpu_affinity: cpuAffinity(),
    settings: {
      pool_size: settings.poolSize,
      max_overflow: settings.maxOverflow,
      pool_max: settings.poolMax,
      pool_timeout_ms: settings.poolTimeoutMs,
      pool_idle_timeout_ms: settings.poolIdleTimeoutMs,
      pool_max_uses: settings.poolMaxUses,
      // What only the Python service has: its pool's, and the threads of its `def` routes.
      pool_recycle_s: null,
      pool_pre_ping: null,
      pool_use_lifo: null,
      thread_limit: null,
      connect_timeout_ms: settings.connectTimeoutMs,
      upstream_connections: settings.upstreamConnections,
      upstream_timeout_ms: settings.upstreamTimeoutMs,
      upstream_keep_alive_ms: UPSTREAM_KEEP_ALIVE_MS,
      keep_alive_ms: KEEP_ALIVE_MS,
      workers: settings.workers,
    },
    // AbortSignal.timeout() covers a call from the wait for a connection to the end of the answer.
    upstream_timeout_covers: 'call',
    transactions: 'per-statement',
    prepared_statements: false,
    access_log: false,
  }));

  app.get('/stats', { schema: { querystring: StatsQuery } }, async ({ query }) => {
    const stats = {
      pool: {
        size: app.pool.totalCount,
        in_use: app.pool.inUse,
        in_use_max: app.pool.inUseMax,
        idle: app.pool.idleCount,
        waiting: app.pool.waitingCount,
        waiting_max: app.pool.waitingMax,
        max: app.pool.options.max,
        checkouts: app.pool.checkouts,
        wait_ms_total: app.pool.waitMsTotal,
        wait_ms_max: app.pool.waitMsMax,
        returns: app.pool.returns,
        hold_ms_total: app.pool.holdMsTotal,
      },
      // Every route runs in the event loop.
      threads: null,
      connections_opened: app.databaseCounts.connectionsOpened,
      upstream_calls: app.upstream.calls,
      ...gauges.read(),
    };
    if (query.restart !== undefined) {
      app.pool.restart();
      gauges.restart();
    }
    return stats;
  });

  app.get('/light', { schema: { response: { 200: Light } } }, async () => ({ ok: true }));
};

function versionOf(name: string): string {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`the package ${name} is not installed`);
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
