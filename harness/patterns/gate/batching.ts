/** What enriching some users costs, with an external API that answers at once. */
import { request } from '../batching.ts';
import { loadPhase } from './load-phase.ts';

export const batchingGate = loadPhase({
  request: (variant, _n, { users }) => request(variant, users),
  expected: (_n, { users }) => `"count":${users},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  extent: {
    // Compiling comes in bursts after 550 and after 1,700 requests.
    node: { warmUp: 650, window: 230, warmUpMs: 650 },
    // A full garbage collection, 70 ms, comes after 100 requests and after 280: one of them, far from either end.
    python: { warmUp: 30, window: 50, warmUpMs: 250 },
  },
});
