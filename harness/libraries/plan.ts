/** How the costs of libraries are measured, whatever is chosen on the command line. */
import type { LibrariesPlan } from '../results/libraries.ts';

export const PLAN = {
  /** As many connections as clients: nobody waits for one. */
  pool_max: 8,
  clients: 8,
  window_ms: 1_000,
  gauge: 'reference',
} as const satisfies Partial<LibrariesPlan>;
