/** What three queries side by side cost. They do not wait: the service's own work is what a change of it shows in. */
import { request } from '../parallel.ts';
import { idOf, userOf } from '../pooling.ts';
import { latencyPhase } from './latency-phase.ts';
import { loadPhase } from './load-phase.ts';

export const parallelLoad = loadPhase({
  request: (variant, n, sizes) => request(variant, userOf(n), sizes),
  expected: (n) => idOf(userOf(n)),
  extent: {
    // Bursts of compiling come after 1,750 requests and after 3,500: 5,250 and 10,500 queries. Here it ends before the second.
    node: { warmUp: 500, turns: 8, turn: 35, warmUpMs: 200 },
    // The first full garbage collection comes after 475 requests, the next after 1,150.
    python: { warmUp: 100, turns: 8, turn: 10, warmUpMs: 150 },
  },
});

/** The longest of the three where they overlap, 19 ms where they do not. */
const WAITS = { user_ms: 6, orders_ms: 8, reviews_ms: 5 };

export const parallelLatency = latencyPhase({
  request: (variant, n) => request(variant, userOf(n), WAITS),
  expected: (n) => idOf(userOf(n)),
  requests: 6,
  gapMs: 25,
});
