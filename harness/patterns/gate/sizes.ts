/** What the gate asks of every pattern: small, because what it looks for is a change of cost, not a gain. */
import type { Sizes } from '../profiles.ts';

/**
 * Frozen in the plan of a diff. Nothing waits: the services' own CPU time is what is compared, and a delay would only
 * make the machine idle. The reports are of a fixed size, about 50 ms on the machine of the README, so that both sides
 * do the same work.
 */
export const gateSizes: Sizes = {
  user_ms: 0,
  orders_ms: 0,
  reviews_ms: 0,
  file_bytes: 16e6,
  report_ms: 50,
  report_size_node: 1_500_000,
  report_size_python: 100_000,
  light_per_s: 200,
  users: 200,
  call_base_ms: 0,
  call_per_item_ms: 0,
  rtt_ms: 0,
  capacity_ms: 200,
  capacity_clients: 8,
};
