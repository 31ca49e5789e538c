/** What enriching some users costs, with an external API that answers at once. */
import { request } from '../batching.ts';
import { loadPhase } from './load-phase.ts';

export const batchingGate = loadPhase({
  request: (variant, _n, { users }) => request(variant, users),
  expected: (_n, { users }) => `"count":${users},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  clients: 8,
  extent: {
    // Bursts of compiling come up to the 550th request, and after 1,700.
    node: { warmUp: 200, window: 110, warmUpMs: 300 },
    // A full garbage collection, 70 ms, comes after 100 requests, and after 230 the next.
    python: { warmUp: 30, window: 20, warmUpMs: 180 },
  },
});
