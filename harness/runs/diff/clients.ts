/** How many clients the closed loops of a diff have: as many as PostgreSQL has connections for. */
import { diffSizes } from '../../patterns/diff/index.ts';
import type { Sizes, StackName } from '../../results/schema.ts';
import { readServer } from '../../tune/measure/read-server.ts';

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
  const { maxConnections, reserved, others, duet } = await readServer(url);
  const needed = stacks.length * PROCESSES * FAN_OUT * diffSizes.capacity_clients;
  return needed <= maxConnections - reserved - others - duet ? diffSizes : { ...diffSizes, capacity_clients: FEWER };
}
