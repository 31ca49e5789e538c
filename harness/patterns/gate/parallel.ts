/** What three queries side by side cost. They do not wait: the service's own work is what a change of it shows in. */
import { request } from '../parallel.ts';
import { idOf, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const parallelGate = loadPhase({
  request: (variant, n, sizes) => request(variant, userOf(n), sizes),
  expected: (n) => idOf(userOf(n)),
  // A process keeps the connections that it once had in use, three for each of these clients. Of both stacks, base, head
  // and the control, six are up: with eight clients they would have more than the 97 that PostgreSQL gives by default.
  clients: 4,
  extent: {
    // Bursts of compiling come after 1,750 requests and after 3,500: 5,250 and 10,500 queries.
    node: { warmUp: 800, window: 280, warmUpMs: 260 },
    // The first full garbage collection comes after 1,050 requests: one, and not at the end.
    python: { warmUp: 100, window: 150, warmUpMs: 150 },
  },
});
