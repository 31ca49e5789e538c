/** What a demonstration is: a script per stack that does it, and the rule by which its numbers show what it is about. */
import path from 'node:path';
import type { StackName } from '../results/names.ts';
import type { TrapName } from '../results/trap-names.ts';
import type { TrapCase, TrapFinding } from '../results/traps.ts';

/** All of a demonstration but its name. */
export interface TrapRule extends Pick<TrapFinding, 'kind'> {
  /** Where it can be shown: some happen in one stack only. */
  stacks: readonly StackName[];
  /**
   * Whether the cases, in the order of the script, differ as the demonstration says: by counts and by what is larger,
   * never by how long something took on one machine.
   */
  isShown: (cases: readonly TrapCase[], stack: StackName) => boolean;
  /** Its stacks do not run at the same time: they would take each other's connections, or count each other's work. */
  inTurn?: true;
  /** It takes every connection that PostgreSQL has, so it is not done to a server of the reader's. */
  exhaustsServer?: true;
  /** It runs behind a PgBouncer of its own, in transaction mode. */
  needsPooler?: true;
}

export interface Trap extends TrapRule, Pick<TrapFinding, 'pattern'> {
  name: TrapName;
}

export const BOTH = ['python', 'node'] as const satisfies readonly StackName[];

/** A value of one case, where −1 is the last. What is not there is NaN, which is neither more nor less than another. */
export function valueAt(cases: readonly TrapCase[], index: number, key: string): number {
  const value = cases.at(index)?.[key];
  return typeof value === 'number' ? value : Number.NaN;
}

/** The same of every case, in their order. */
export const valuesOf = (cases: readonly TrapCase[], key: string): number[] =>
  cases.map((_, index) => valueAt(cases, index, key));

/** The first case, which is done by mistake, has more of it than the last. */
export const firstHasMore =
  (key: string): TrapRule['isShown'] =>
  (cases) =>
    valueAt(cases, 0, key) > valueAt(cases, -1, key);

/** The script of a demonstration, as path from the repository's folder. It prints its cases as JSON. */
export function scriptOf(name: string, stack: StackName): string {
  const file = stack === 'python' ? `python/${name.replaceAll('-', '_')}.py` : `node/${name}.ts`;
  return path.posix.join('harness/traps', file);
}
