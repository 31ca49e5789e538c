/** What the whole run has to say to the rows of one pattern. */
import type { Control, Results, StackName } from '../results/schema.ts';

export interface RunContext {
  /** Those of the run, whether or not they have results. */
  stacks: readonly StackName[];
  /** The cells that were measured against themselves. */
  controls: readonly Control[];
}

export function contextOf({ run, controls = [] }: Pick<Results, 'run' | 'controls'>): RunContext {
  return { stacks: run.stacks, controls };
}
