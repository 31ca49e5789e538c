/** The connection pool to PostgreSQL, opened with the app and closed with it. */
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import pg from 'pg';
import type { Settings } from '../settings.ts';

declare module 'fastify' {
  interface FastifyInstance {
    pool: TimedPool;
    databaseCounts: { connectionsOpened: number };
  }
}

type Checkout = Parameters<pg.Pool['connect']>[0];

/**
 * pg.Pool has no metric for how long callers wait, so every connect(), also the one inside query(), is timed. The
 * maxima are taken at each change, not sampled, so that none is missed.
 */
export class TimedPool extends pg.Pool {
  checkouts = 0;
  waitMsTotal = 0;
  waitMsMax = 0;
  inUseMax = 0;
  waitingMax = 0;

  /** Connections given out; one that is being opened counts. */
  get inUse(): number {
    return this.totalCount - this.idleCount;
  }

  /** The maxima begin anew. */
  restart(): void {
    this.waitMsMax = 0;
    this.inUseMax = this.inUse;
    this.waitingMax = 0;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Checkout): void;
  override connect(callback?: Checkout): Promise<pg.PoolClient> | undefined {
    const asked = performance.now();
    if (callback === undefined) {
      const asking = super.connect().then((client) => {
        this.#record(performance.now() - asked);
        return client;
      });
      this.#countWaiting();
      return asking;
    }
    super.connect((error, client, done) => {
      if (!error) this.#record(performance.now() - asked);
      callback(error, client, done);
    });
    this.#countWaiting();
    return undefined;
  }

  /** Everyone in the queue counts, also while an idle connection is handed over; who gets one at once waits for none. */
  #countWaiting(): void {
    this.waitingMax = Math.max(this.waitingMax, this.inUse + this.waitingCount - this.options.max);
  }

  #record(waitMs: number): void {
    this.checkouts++;
    this.waitMsTotal += waitMs;
    this.waitMsMax = Math.max(this.waitMsMax, waitMs);
    this.inUseMax = Math.max(this.inUseMax, this.inUse);
  }
}

/** Options of one connection. No query is named, so nothing is prepared. */
export function clientOptions(settings: Settings): pg.ClientConfig {
  return {
    connectionString: settings.databaseUrl,
    application_name: 'duet-node',
    connectionTimeoutMillis: settings.connectTimeoutMs,
  };
}

export const poolPlugin = plugin(async (app: FastifyInstance) => {
  const { settings } = app;
  const pool = new TimedPool({
    ...clientOptions(settings),
    max: settings.poolSize + settings.maxOverflow,
    // In a pool this is the time that a caller may wait for a connection.
    connectionTimeoutMillis: settings.poolTimeoutMs,
    // SQLAlchemy keeps idle connections open for ever; so does this pool.
    idleTimeoutMillis: 0,
  });
  const counts = { connectionsOpened: 0 };
  pool.on('connect', () => {
    counts.connectionsOpened++;
  });
  // An idle connection that breaks is dropped by the pool; without a listener its error would end the process.
  pool.on('error', (error) => app.log.warn(error, 'an idle connection broke'));
  app.decorate('pool', pool);
  app.decorate('databaseCounts', counts);
  app.addHook('onClose', () => pool.end());
});
