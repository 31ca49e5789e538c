/** The words of all demonstrations. */
import type { TrapName } from '../../../results/trap-names.ts';
import { batching } from './batching.ts';
import { parallel } from './parallel.ts';
import { poolBehaviours } from './pool-behaviours.ts';
import { poolFailures } from './pool-failures.ts';
import { streaming } from './streaming.ts';
import type { TrapWords } from './words.ts';
import { workers } from './workers.ts';

export const TRAP_WORDS: Record<TrapName, TrapWords> = {
  ...parallel,
  ...streaming,
  ...workers,
  ...batching,
  ...poolFailures,
  ...poolBehaviours,
};
