/** How demonstrations are printed one by one, as they end. They leave no files, and so are no `Document`. */
import type { PatternName } from '../../results/names.ts';
import type { TrapFinding, TrapsEnvironment } from '../../results/traps.ts';

export interface TrapsPrinter {
  /** Before the first: when and on what they run. */
  environment: (about: TrapsEnvironment) => string;
  /** Before the first of a pattern. */
  pattern: (pattern: PatternName) => string;
  finding: (finding: TrapFinding) => string;
}
