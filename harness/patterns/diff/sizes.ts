/** What the gate asks of every pattern: small, because what it looks for is a change of cost, not a gain. */
import type { Sizes } from '../../results/schema.ts';

/**
 * Frozen in the plan of a diff. Nothing waits: what is compared is the services' own work. The reports are of a fixed
 * size, so that both sides compute the same.
 */
export const diffSizes: Sizes = {
  user_ms: 0,
  orders_ms: 0,
  reviews_ms: 0,
  file_bytes: 16e6,
  report_ms: 35,
  report_size_node: 600_000,
  report_size_python: 60_000,
  light_per_s: 200,
  users: 200,
  call_base_ms: 0,
  call_per_item_ms: 0,
  rtt_ms: 0,
  // What a load of the gate is stands with its pattern: a number of requests, not a time.
  capacity_ms: 200,
  // Fewer where PostgreSQL has no connections for them: parallel keeps three for each.
  capacity_clients: 8,
};
