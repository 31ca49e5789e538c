/** How a diff is spoken of: by its command, and by both of its sides. */
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { areWays, type SideNames } from '../../results/side-names.ts';

/** The command that makes such a diff, and goes on with it. */
export const commandOf = ({ service }: Pick<DiffResults['run'], 'service'>): 'diff' | 'ab' =>
  service?.ways === undefined ? 'diff' : 'ab';

/** Better and worse are said of b, where neither of two ways was there before the other. */
export function verdictWord(verdict: DiffRow['verdict'], names: SideNames): string {
  if (!areWays(names)) return verdict;
  return verdict === 'regression'
    ? `${names.head} is worse`
    : verdict === 'improvement'
      ? `${names.head} is better`
      : verdict;
}

/** What a change for the worse is called: "a regression", or "a loss of b". */
export const worseNoun = (names: SideNames): string => (areWays(names) ? `loss of ${names.head}` : 'regression');

/** What it is called in a sentence: two ways are no difference of one from the other. */
export const nounOf = (run: Pick<DiffResults['run'], 'service'>): 'diff' | 'comparison' =>
  commandOf(run) === 'ab' ? 'comparison' : 'diff';

/** "base → head". */
export const bothSides = ({ base, head }: SideNames): string => `${base} → ${head}`;
