/** The pooler of a tuning, as its options ask for it. */
import { type PoolerOptions, requirePgbouncer } from '../../lab/pooler.ts';
import type { TuneOptions } from '../../options/tune.ts';

/** While a pool is sized nothing else is to be the limit: the pooler may open all that PostgreSQL can give, but one. */
const USUAL_CONNECTIONS = 100;
const KEPT_BACK = 3 + 1;
const CLIENTS = 500;

/** @throws DuetError (exit 4) where there is no such program. */
export function poolerOf({ pooler, poolerCommand, poolMode, maxConnections }: TuneOptions): PoolerOptions | undefined {
  if (pooler === undefined) return undefined;
  const size = Math.max(1, (maxConnections ?? USUAL_CONNECTIONS) - KEPT_BACK);
  return {
    command: requirePgbouncer(poolerCommand),
    mode: poolMode ?? 'transaction',
    settings: { default_pool_size: size, max_client_conn: CLIENTS },
  };
}
