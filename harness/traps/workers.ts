/** Work for the CPU: where threads do not help, what is copied, what does not arrive, and what breaks a pool. */
import type { TrapName } from '../results/trap-names.ts';
import { BOTH, firstHasMore, type TrapRule, valueAt } from './trap.ts';

const failure = { kind: 'failure', stacks: BOTH } as const;

export const workers: Record<TrapName<'workers'>, TrapRule> = {
  gil: {
    ...failure,
    stacks: ['python'],
    // Two threads get no more than one core between them, two processes do.
    isShown: (cases) => valueAt(cases, 1, 'cores') < 1.1 && valueAt(cases, -1, 'cores') > 1.1,
  },
  'copied-buffer': { ...failure, isShown: firstHasMore('added_bytes') },
  'broken-pool': {
    ...failure,
    // piscina starts another worker; Python's executor does not.
    isShown: (cases, stack) =>
      stack === 'node'
        ? cases[0]?.lost === 'error' && valueAt(cases, 0, 'failed') === 0
        : firstHasMore('failed')(cases, stack),
  },
  'does-not-cross': {
    ...failure,
    isShown: (cases) => cases[0]?.said !== undefined && cases.at(-1)?.said === undefined,
  },
};
