/** How many clients the closed loops of a diff have: as many as PostgreSQL has connections for. */
import { diffSizes } from '../../patterns/diff/index.ts';
import { REQUESTS_TOGETHER } from '../../patterns/shape/facts.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import type { CellFacts, Sizes, StackName } from '../../results/schema.ts';
import { readServer, type Server } from '../../tune/measure/read-server.ts';

/** The limit of the PostgreSQL that duet starts. */
export const DIFF_MAX_CONNECTIONS = 200;
/** Queries of a request that are under way at once; each has a connection, which its process then keeps. */
const FAN_OUT = 3;
/** Processes of a stack that are up at once: base, head, and base again as the control. */
const PROCESSES = 3;
/** With half as many clients a block spreads about twice as far, and needs half the connections. */
const FEWER = diffSizes.capacity_clients / 2;

/** Decided once, before anything is measured, and the same for both sides. */
export async function sizesWithRoom(url: string, stacks: readonly StackName[]): Promise<Sizes> {
  const free = freeIn(await readServer(url));
  const needed = stacks.length * PROCESSES * FAN_OUT * diffSizes.capacity_clients;
  return needed <= free ? diffSizes : { ...diffSizes, capacity_clients: FEWER };
}

/** Connections that it can give, by the least of its bounds; asked before a service is up, whose own would count as taken. */
export const freeConnections = async (url: string): Promise<number> => freeIn(await readServer(url));

const freeIn = ({ maxConnections, reserved, others, duet, limits }: Server): number =>
  Math.min(
    maxConnections - reserved - others - duet,
    ...limits.map((limit) => limit.connections - limit.others - limit.duet),
  );

/**
 * For the service of a reader, of which was read how many connections so many requests at once take. One that has a pool
 * needs no more than its pool, whatever the clients; where that was not read, nobody knows.
 */
export function sizesForRequests(free: number | undefined, facts: BySide<CellFacts[]> | undefined): Sizes {
  const { capacity_clients: most } = diffSizes;
  const together = mostTogether(facts);
  if (free === undefined || together === 0) return diffSizes;
  const perClient = together / REQUESTS_TOGETHER;
  const clients = Math.max(1, Math.min(most, Math.floor(free / PROCESSES / perClient)));
  return clients === most ? diffSizes : { ...diffSizes, capacity_clients: clients };
}

/** The most connections that any request of either side was seen to take at once. */
function mostTogether(facts: BySide<CellFacts[]> | undefined): number {
  const all = [...(facts?.base ?? []), ...(facts?.head ?? [])];
  const readings = all.flatMap((cell) => cell.facts.connections_at_once ?? []);
  return Math.max(0, ...readings.map(({ value }) => value ?? 0));
}
