/** How a diff is spoken of: by its command, and by both of its sides. */
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { type SideNames, VERSIONS } from '../../results/side-names.ts';

/** The command that makes such a diff, and goes on with it. */
export const commandOf = ({ service }: Pick<DiffResults['run'], 'service'>): 'diff' | 'ab' =>
  service?.ways === undefined ? 'diff' : 'ab';

/** Better and worse are said of b, where neither of two ways was there before the other. */
export function verdictWord(verdict: DiffRow['verdict'], { base, head }: SideNames): string {
  if (base === VERSIONS.base) return verdict;
  return verdict === 'regression' ? `${head} is worse` : verdict === 'improvement' ? `${head} is better` : verdict;
}

/** What a change for the worse is called: "a regression", or "a loss of b". */
export const worseNoun = ({ base, head }: SideNames): string =>
  base === VERSIONS.base ? 'regression' : `loss of ${head}`;

/** What it is called in a sentence: two ways are no difference of one from the other. */
export const nounOf = (run: Pick<DiffResults['run'], 'service'>): 'diff' | 'comparison' =>
  commandOf(run) === 'ab' ? 'comparison' : 'diff';

/** "base → head". */
export const bothSides = ({ base, head }: SideNames): string => `${base} → ${head}`;
