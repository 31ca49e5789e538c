/** Calls to another service: what goes wrong with batches, with refusals, and without a bound. */
import type { TrapName } from '../results/trap-names.ts';
import { BOTH, firstHasMore, type TrapRule, valueAt } from './trap.ts';

/** The stub that they call is one, and counts for one. */
const failure = { kind: 'failure', stacks: BOTH, inTurn: true } as const;

export const batching: Record<TrapName<'batching'>, TrapRule> = {
  'by-index': { ...failure, isShown: firstHasMore('wrong') },
  'partial-failure': {
    ...failure,
    isShown: (cases) =>
      valueAt(cases, 0, 'missing') > valueAt(cases, -1, 'missing') &&
      valueAt(cases, 1, 'items') > valueAt(cases, -1, 'items'),
  },
  'batch-limit': {
    ...failure,
    isShown: (cases) =>
      valueAt(cases, 0, 'answered') < valueAt(cases, -1, 'answered') && valueAt(cases, -1, 'refused') === 0,
  },
  'retry-after': {
    ...failure,
    isShown: (cases) =>
      valueAt(cases, 0, 'refused') > valueAt(cases, 1, 'refused') && valueAt(cases, -1, 'refused') === 0,
  },
  unbounded: { ...failure, isShown: firstHasMore('at_once') },
};
