/** The parity table: what must be equal for the comparison to be fair, and what is not. */
import type { Results } from '../../results/schema.ts';
import { counted, STACK_TITLES } from '../kit/format.ts';

/** A fact with its values in the order of the run's stacks. */
export type ParityRow = ReturnType<typeof parityRows>[number];

/** Inequalities first: they are what a reader must know. */
export function parityRows({ run }: Pick<Results, 'run'>) {
  const rows = run.parity.map(({ fact, values, equal, note }) => ({
    fact,
    values: run.stacks.map((stack) => values[stack] ?? 'not reported'),
    equal,
    /** "=", or "≠" and what is known of the inequality. */
    verdict: equal ? '=' : `≠${note ? ` ${note}` : ' and no reason is known'}`,
  }));
  return [...rows.filter(({ equal }) => !equal), ...rows.filter(({ equal }) => equal)];
}

/** "4 facts differ between the stacks, 12 are equal." */
export function paritySummary({ run }: Pick<Results, 'run'>): string {
  const unequal = run.parity.filter(({ equal }) => !equal).length;
  const equal = (run.parity.length - unequal).toLocaleString('en-US');
  if (run.stacks.length < 2)
    return `Only ${run.stacks.map((stack) => STACK_TITLES[stack]).join('')} ran, so there is nothing to compare.`;
  if (unequal === 0) return `All ${counted(run.parity.length, 'fact')} are equal.`;
  return `${counted(unequal, 'fact')} ${unequal === 1 ? 'differs' : 'differ'} between the stacks, ${equal} are equal.`;
}
