/** What one pooled SELECT costs. */
import { idOf, request, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const poolingGate = loadPhase({
  request: (variant, n) => request(variant, userOf(n)),
  expected: (n) => idOf(userOf(n)),
  extent: {
    // V8 compiles what a request runs once more after 10,500 requests: 0.1 s of CPU, as much as 2,500 requests.
    node: { warmUp: 12_000, window: 2_600, warmUpMs: 900 },
    // The first full garbage collection comes after 3,900 requests or more.
    python: { warmUp: 200, window: 450, warmUpMs: 150 },
  },
});
