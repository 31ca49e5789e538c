/** What three queries side by side cost. They do not wait: the service's own work is what a change of it shows in. */
import { request } from '../parallel.ts';
import { idOf, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const parallelGate = loadPhase({
  request: (variant, n, sizes) => request(variant, userOf(n), sizes),
  expected: (n) => idOf(userOf(n)),
  extent: {
    // The last burst of compiling comes after 3,500 requests: 10,500 queries.
    node: { warmUp: 4_100, window: 700, warmUpMs: 800 },
    // The first full garbage collection comes after 1,050 requests.
    python: { warmUp: 100, window: 190, warmUpMs: 250 },
  },
});
