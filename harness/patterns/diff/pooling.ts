/** What one pooled SELECT costs. */
import { idOf, request, userOf } from '../pooling.ts';
import { latencyPhase } from './latency-phase.ts';
import { loadPhase } from './load-phase.ts';

export const poolingLoad = loadPhase({
  request: (variant, n) => request(variant, userOf(n)),
  expected: (n) => idOf(userOf(n)),
  extent: {
    // V8 compiles what a request runs in bursts: after 5,250 requests, and after 10,500 once more.
    node: { warmUp: 1_500, turns: 8, turn: 56, warmUpMs: 200 },
    // The first full garbage collection comes after 3,900 requests.
    python: { warmUp: 200, turns: 8, turn: 20, warmUpMs: 120 },
  },
});

/** One round trip to the database beside it is all that the request waits for. */
export const poolingLatency = latencyPhase({
  request: (variant, n) => request(variant, userOf(n)),
  expected: (n) => idOf(userOf(n)),
  requests: 12,
  gapMs: 10,
});
