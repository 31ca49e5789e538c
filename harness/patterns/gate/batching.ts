/** What enriching some users costs, with an external API that answers at once. */
import { request } from '../batching.ts';
import { loadPhase } from './load-phase.ts';

export const batchingGate = loadPhase({
  request: (variant, _n, { users }) => request(variant, users),
  expected: (_n, { users }) => `"count":${users},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  extent: {
    // Compiling comes in bursts after 500 and after 1,900 requests.
    node: { warmUp: 650, window: 250, warmUpMs: 650 },
    // A full garbage collection comes after 100 requests, 230 and 340: two of them, far from either end.
    python: { warmUp: 40, window: 55, warmUpMs: 250 },
  },
});
