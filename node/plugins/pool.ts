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

/** No connection of the pool became free in time. */
export class PoolTimeoutError extends Error {
  override name = 'PoolTimeoutError';
}

/** pg-pool's own error for it has neither a class nor a code. */
function named(error: Error): Error {
  if (error.message !== 'timeout exceeded when trying to connect') return error;
  return new PoolTimeoutError(error.message, { cause: error });
}

/**
 * pg.Pool has no metric for how long callers wait for a connection and hold it, so every connect(), also the one
 * inside query(), is timed. The maxima are taken at each change, not sampled, so that none is missed. A wait that is too
 * long ends in a PoolTimeoutError.
 */
export class TimedPool extends pg.Pool {
  /** Connections given, and given back. */
  checkouts = 0;
  returns = 0;
  /** From asking to getting a connection, opening it included. */
  waitMsTotal = 0;
  waitMsMax = 0;
  /** From getting a connection to giving it back. */
  holdMsTotal = 0;
  inUseMax = 0;
  waitingMax = 0;
  readonly #givenAt = new WeakMap<pg.ClientBase, number>();

  constructor(options: pg.PoolConfig) {
    super(options);
    this.on('release', (_error, client) => this.#recordReturn(client));
  }

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
      const asking = super.connect().then(
        (client) => {
          this.#recordCheckout(client, asked);
          return client;
        },
        (error) => {
          throw named(error);
        },
      );
      this.#countWaiting();
      return asking;
    }
    super.connect((error, client, done) => {
      if (client) this.#recordCheckout(client, asked);
      callback(error && named(error), client, done);
    });
    this.#countWaiting();
    return undefined;
  }

  /** Everyone in the queue counts, also while an idle connection is handed over; who gets one at once waits for none. */
  #countWaiting(): void {
    this.waitingMax = Math.max(this.waitingMax, this.inUse + this.waitingCount - this.options.max);
  }

  #recordCheckout(client: pg.ClientBase, asked: number): void {
    const now = performance.now();
    const waitMs = now - asked;
    this.#givenAt.set(client, now);
    this.checkouts++;
    this.waitMsTotal += waitMs;
    this.waitMsMax = Math.max(this.waitMsMax, waitMs);
    this.inUseMax = Math.max(this.inUseMax, this.inUse);
  }

  #recordReturn(client: pg.ClientBase): void {
    const given = this.#givenAt.get(client);
    // Opened for a caller who had stopped waiting: nobody held it.
    if (given === undefined) return;
    this.#givenAt.delete(client);
    this.returns++;
    this.holdMsTotal += performance.now() - given;
  }
}

/** Options of one connection. A query is prepared when it has a name, and so in no variant but `after-best` of pooling. */
export function clientOptions(settings: Settings): pg.ClientConfig {
  return {
    connectionString: settings.databaseUrl,
    application_name: 'duet-node',
    connectionTimeoutMillis: settings.connectTimeoutMs,
  };
}

/**
 * Runs `work` in a transaction on one connection, which is held until it has ended; rolls back when `work` rejects.
 * A connection that broke meanwhile is not reused, and is what the returned promise rejects with.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  // Between two queries a connection has no other listener, and an error that nobody hears would end the process.
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    const cause = broken ?? error;
    await client.query('ROLLBACK').catch(onError);
    throw cause;
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

/**
 * A pool that differs from the service's own in these options of pg.Pool; ended with the app. Its connections are counted
 * with the others.
 */
export function poolWith(app: FastifyInstance, options: pg.PoolConfig): TimedPool {
  const { settings } = app;
  const pool = new TimedPool({
    ...clientOptions(settings),
    max: settings.poolMax,
    // In a pool this is the time that a caller may wait for a connection.
    connectionTimeoutMillis: settings.poolTimeoutMs,
    // SQLAlchemy keeps idle connections open for ever; so does this pool, unless told otherwise.
    idleTimeoutMillis: settings.poolIdleTimeoutMs,
    maxUses: settings.poolMaxUses,
    ...options,
  });
  pool.on('connect', () => {
    app.databaseCounts.connectionsOpened++;
  });
  // An idle connection that breaks is dropped by the pool; without a listener its error would end the process.
  pool.on('error', (error) => app.log.warn(error, 'an idle connection broke'));
  app.addHook('onClose', () => pool.end());
  return pool;
}

export const poolPlugin = plugin(async (app: FastifyInstance) => {
  app.decorate('databaseCounts', { connectionsOpened: 0 });
  app.decorate('pool', poolWith(app, {}));
});
