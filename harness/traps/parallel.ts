/** Waiting side by side: what does not, what goes on after a failure, and what it costs. */
import type { TrapName } from '../results/trap-names.ts';
import { BOTH, firstHasMore, type TrapRule, valueAt } from './trap.ts';

const failure = { kind: 'failure', stacks: BOTH } as const;

export const parallel: Record<TrapName<'parallel'>, TrapRule> = {
  'shared-client': {
    ...failure,
    isShown: (cases) => valueAt(cases, 0, 'at_once') < valueAt(cases, -1, 'at_once'),
  },
  'one-pipeline': {
    kind: 'behaviour',
    stacks: BOTH,
    // The proxy that counts round trips is one.
    inTurn: true,
    isShown: (cases) =>
      valueAt(cases, 0, 'round_trips') < valueAt(cases, 1, 'round_trips') &&
      valueAt(cases, 0, 'at_once') < valueAt(cases, -1, 'at_once'),
  },
  'left-running': { ...failure, isShown: firstHasMore('running') },
  'fan-out': {
    ...failure,
    isShown: (cases) =>
      valueAt(cases, 0, 'timed_out') > valueAt(cases, -1, 'timed_out') &&
      valueAt(cases, 1, 'waiting') > valueAt(cases, 2, 'waiting'),
  },
  saturated: {
    ...failure,
    stacks: ['node'],
    // Of eight pairs of windows at most one the other way: 9 of 256 coins would do so.
    isShown: (cases) => valueAt(cases, 0, 'won') <= 1 && valueAt(cases, 2, 'won') > valueAt(cases, 3, 'won'),
  },
};
