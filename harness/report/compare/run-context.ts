/** What the whole run has to say to the rows of one pattern. */
import type { Results, StackName, Verdicts } from '../../results/schema.ts';

export interface RunContext {
  /** Those of the run, whether or not they have results. */
  stacks: readonly StackName[];
  verdicts: Verdicts;
}

export function contextOf({ run, verdicts }: Pick<Results, 'run' | 'verdicts'>): RunContext {
  return { stacks: run.stacks, verdicts };
}
