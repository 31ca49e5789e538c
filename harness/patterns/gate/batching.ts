/** What enriching some users costs, with an external API that answers at once. */
import { request } from '../batching.ts';
import { loadPhase } from './load-phase.ts';

export const batchingGate = loadPhase({
  request: (variant, _n, { users }) => request(variant, users),
  expected: (_n, { users }) => `"count":${users},`,
  prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  warmUp: { node: 400, python: 60 },
  windows: 4,
  control: { variant: 'after', ifAlone: true, trials: 2 },
});
