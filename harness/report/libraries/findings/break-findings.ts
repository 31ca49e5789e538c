/** What broke with which libraries, in sentences without their capital letter and full stop. */

import { BREAK_OUTCOMES, type LibraryBreak } from '../../../results/libraries.ts';
import { BREAKS, type BreakName } from '../../../results/library-names.ts';
import { BREAK_WORDS, outcomeWords } from '../words/breaks.ts';
import { someOf } from '../words/name-lists.ts';
import type { Chosen } from './selection.ts';

/** One for every fault of a field. */
export const breakFindings = (chosen: Chosen): string[] =>
  BREAKS[chosen.field].flatMap((name) => breakSentence(chosen, name) ?? []);

/** "when a worker dies, later jobs fail, too, with loky; all jobs are answered with piscina"; null where nothing was tried. */
export function breakSentence({ libraries }: Pick<Chosen, 'libraries'>, name: BreakName): string | null {
  const tried = libraries.flatMap(({ title, breaks }): { title: string; outcome: LibraryBreak['outcome'] }[] => {
    const found = breaks.find((one) => one.break === name);
    return found === undefined || found.outcome === 'not-run' ? [] : [{ title, outcome: found.outcome }];
  });
  if (tried.length === 0) return null;
  const outcomes = Map.groupBy(tried, ({ outcome }) => outcome);
  const parts = BREAK_OUTCOMES.flatMap((outcome) => {
    const all = outcomes.get(outcome);
    return all === undefined
      ? []
      : [`${outcomeWords(name, outcome).said} with ${someOf(all.map(({ title }) => title))}`];
  });
  return `${BREAK_WORDS[name].when}, ${parts.reverse().join('; ')}`;
}
