/** What one pooled SELECT costs. */
import { idOf, request, userOf } from '../pooling.ts';
import { loadPhase } from './load-phase.ts';

export const poolingGate = loadPhase({
  request: (variant, n) => request(variant, userOf(n)),
  expected: (n) => idOf(userOf(n)),
  warmUp: { node: 11_500, python: 400 },
  windows: 4,
  control: { variant: 'after', trials: 2 },
});
