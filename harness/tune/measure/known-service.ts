/** What is known of a service and its server, and what follows from it for everything that is measured. Pure. */
import type { ConnectionBudget, MeasuredService, Pooler, TuneResults, TuneTarget } from '../../results/tune.ts';
import { availableIn, connectionBudget, demandOf } from '../advice/connection-budget.ts';
import { connectionsThrough, mostClients } from '../advice/pooler-sums.ts';
import type { Server } from './read-server.ts';

export interface KnownService {
  /** Undefined: nobody knows what it can give. */
  server: Server | undefined;
  /** In front of it: then its clients are bounded, and not by the server. */
  pooler: Pooler | null;
  /** Undefined: one process that has one pool and no other connection, as duet's own have. */
  measured: MeasuredService | undefined;
}

/** What follows. */
export interface Bounds {
  target: TuneTarget;
  budget: ConnectionBudget | null;
  /** The most connections that the setting may say. */
  ceiling: number;
  /** Pools that are up at once while one setting is measured, and connections beside them. */
  pools: number;
  extra: number;
  /** The most connections that may be open while it is measured. */
  most: number;
}

/** Where nobody says how many connections there are: what PostgreSQL gives by default. */
const USUAL = 97;

/**
 * What follows. The processes that are measured get their share of the load, and all processes share the
 * connections. There are at least as many as were seen.
 * @throws DuetError (exit 2) when not every pool can have a connection.
 */
export function boundsOf(asked: TuneTarget, { server, pooler, measured }: KnownService): Bounds {
  const target = { ...asked, processes: Math.max(asked.processes, measured?.processes ?? 1) };
  const known: Pick<TuneResults, 'target' | 'measured'> = measured === undefined ? { target } : { target, measured };
  const demand = demandOf(known);
  const { pools = 1, extra = 0 } = measured ?? {};
  if (server === undefined || pooler !== null) {
    const through = pooler === null ? undefined : connectionsThrough(pooler, demand.pools, demand.extra);
    const ceiling = through ?? Math.max(1, Math.floor((USUAL - demand.extra) / demand.pools));
    const most = (pooler === null ? undefined : mostClients(pooler)) ?? USUAL;
    return { target, budget: null, ceiling, pools, extra, most };
  }
  const budget = connectionBudget(server, demand);
  const most = availableIn({ ...budget, extra: 0 });
  return { target, budget, ceiling: budget.per_process, pools, extra, most };
}

/** With its warning, where --processes says something else than what was seen. */
export function measuredService(seen: Omit<MeasuredService, 'warning'>): MeasuredService {
  const { said, processes } = seen;
  if (said === null || said === processes) return seen;
  return { ...seen, warning: said < processes ? 'more-processes-than-said' : 'fewer-processes-than-said' };
}
