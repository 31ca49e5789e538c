/** Verdicts in words. */
import type { ClaimVerdict, RatioVerdict } from '../../results/schema.ts';

export const VERDICT_TITLES: Record<ClaimVerdict, string> = {
  'claim-held': 'claim held',
  'claim-exceeded': 'claim exceeded',
  'claim-not-reached': 'claim not reached',
  'no-difference-shown': 'no difference shown',
  'got-worse': 'got worse',
  better: 'better',
  'no-interval': 'no interval',
  'not-judged': 'not judged',
};

/** What a ratio of gains says, as a cell of a table. */
export const RATIO_TITLES: Record<RatioVerdict['effect'], string> = {
  better: 'Node gains more',
  worse: 'Python gains more',
  'none-shown': 'no difference shown',
  'no-interval': 'no interval',
  equal: 'equal',
};

/** The same as the end of a sentence. */
export const RATIO_CLAUSES: Record<RatioVerdict['effect'], string> = {
  better: 'Node gains more',
  worse: 'Python gains more',
  'none-shown': 'no difference between the stacks was shown',
  'no-interval': 'too few blocks to tell them apart',
  equal: 'no difference between the stacks was shown',
};
