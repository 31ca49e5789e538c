/** What three queries side by side cost. They do not wait: the service's own work is what a change of it shows in. */
import { request } from '../parallel.ts';
import { idOf, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const parallelGate = loadPhase({
  request: (variant, n, sizes) => request(variant, userOf(n), sizes),
  expected: (n) => idOf(userOf(n)),
  warmUp: { node: 4_000, python: 200 },
  windows: 4,
  control: { variant: 'after', ifAlone: true, trials: 2 },
});
