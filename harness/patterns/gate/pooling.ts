/** What one pooled SELECT costs. */
import { idOf, request, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const poolingGate = loadPhase({
  request: (variant, n) => request(variant, userOf(n)),
  expected: (n) => idOf(userOf(n)),
  clients: 8,
  extent: {
    // V8 compiles what a request runs in bursts: after 5,250 requests, and after 10,500 once more.
    node: { warmUp: 3_000, window: 700, warmUpMs: 300 },
    // The first full garbage collection comes after 3,900 requests.
    python: { warmUp: 200, window: 250, warmUpMs: 120 },
  },
});
