/** Streams and files: what cannot be read whole, what is read wrong in pieces, and what fails unnoticed. */
import type { TrapName } from '../results/trap-names.ts';
import { BOTH, firstHasMore, type TrapRule, valueAt } from './trap.ts';

const failure = { kind: 'failure', stacks: BOTH } as const;
const node = ['node'] as const;

export const streaming: Record<TrapName<'streaming'>, TrapRule> = {
  'string-limit': {
    ...failure,
    stacks: node,
    isShown: (cases) =>
      valueAt(cases, 0, 'read_bytes') < valueAt(cases, 0, 'size_bytes') &&
      valueAt(cases, 1, 'peak_rss_bytes') > valueAt(cases, -1, 'peak_rss_bytes'),
  },
  'line-ends': { ...failure, isShown: firstHasMore('lines') },
  'cut-characters': { ...failure, isShown: firstHasMore('damaged') },
  'stream-error': {
    ...failure,
    stacks: node,
    isShown: (cases) =>
      firstHasMore('exit_code')(cases, 'node') && cases[1]?.client !== cases[0]?.client && cases[1]?.exit_code === 0,
  },
  'ignored-backpressure': { ...failure, isShown: firstHasMore('kept_bytes') },
};
