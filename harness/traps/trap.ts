/** What a demonstration is: a script per stack that does it, and the words around its numbers. */
import path from 'node:path';
import type { StackName } from '../results/names.ts';
import type { TrapFinding } from '../results/traps.ts';

export interface Trap extends Omit<TrapFinding, 'runs' | 'left_out'> {
  /** Where it can be shown: some happen in one stack only. */
  stacks: readonly StackName[];
  /** Its stacks do not run at the same time: they would take each other's connections, or count each other's work. */
  inTurn?: true;
  /** It takes every connection that PostgreSQL has, so it is not done to a server of the reader's. */
  exhaustsServer?: true;
  /** It runs behind a PgBouncer of its own, in transaction mode. */
  needsPooler?: true;
}

/** The script of a demonstration, as path from the repository's folder. It prints its cases as JSON. */
export function scriptOf(name: string, stack: StackName): string {
  const file = stack === 'python' ? `python/${name.replaceAll('-', '_')}.py` : `node/${name}.ts`;
  return path.posix.join('harness/traps', file);
}
