/** What enriching some users costs, with an external API that answers at once. */
import { request } from '../batching.ts';
import { latencyPhase } from './latency-phase.ts';
import { loadPhase } from './load-phase.ts';

export const batchingLoad = loadPhase({
  request: (variant, _n, { users }) => request(variant, users),
  expected: (_n, { users }) => `"count":${users},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  extent: {
    // Bursts of compiling come up to the 550th request, and after 1,700.
    node: { warmUp: 200, turns: 8, turn: 12, warmUpMs: 300 },
    // A full garbage collection, 70 ms, comes after 100 requests, and after 230 the next.
    python: { warmUp: 30, turns: 4, turn: 5, warmUpMs: 180 },
  },
});

/** Two calls to the external API, which waits 5 ms in each; of few users, so that Python is not busy for longer than that. */
const USERS = 110;
const CALL_MS = 5;

export const batchingLatency = latencyPhase({
  request: (variant) => request(variant, USERS),
  expected: () => `"count":${USERS},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: CALL_MS, perItemMs: 0 }),
  requests: 5,
  gapMs: 30,
});
