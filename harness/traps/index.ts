/** All demonstrations, in the order in which they are run. */
import type { PatternName } from '../results/names.ts';
import { TRAPS, type TrapName } from '../results/trap-names.ts';
import { batching } from './batching.ts';
import { parallel } from './parallel.ts';
import { pooling } from './pooling.ts';
import { streaming } from './streaming.ts';
import type { Trap, TrapRule } from './trap.ts';
import { workers } from './workers.ts';

const RULES: Record<TrapName, TrapRule> = { ...parallel, ...streaming, ...workers, ...batching, ...pooling };

export const ALL_TRAPS: readonly Trap[] = Object.entries(TRAPS).flatMap(([pattern, names]) =>
  names.map((name: TrapName) => ({ name, pattern: pattern as PatternName, ...RULES[name] })),
);
