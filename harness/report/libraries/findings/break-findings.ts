/** What broke with which libraries, in sentences without their capital letter and full stop. */

import { BREAK_OUTCOMES, type Library, type LibraryBreak } from '../../../results/libraries.ts';
import { BREAKS, type BreakName } from '../../../results/library-names.ts';
import { BREAK_WORDS, outcomeWords, untrackedOutcome } from '../words/breaks.ts';
import { someOf } from '../words/name-lists.ts';
import type { Chosen } from './selection.ts';

/** One for every fault of a field. */
export const breakFindings = (chosen: Chosen): string[] => [
  ...BREAKS[chosen.field].flatMap((name) => breakSentence(chosen, name) ?? []),
  ...untrackedFinding(chosen),
];

/** "when a worker dies, later jobs fail, too, with loky; all jobs are answered with piscina"; null where nothing was tried. */
export function breakSentence({ libraries }: Pick<Chosen, 'libraries'>, name: BreakName): string | null {
  const tried = outcomesOf(libraries, name, ({ outcome }) => (outcome === 'not-run' ? undefined : outcome));
  return tried === '' ? null : `${BREAK_WORDS[name].when}, ${tried}`;
}

/** Behind a PgBouncer that could track prepared statements, and does not. */
function untrackedFinding({ libraries }: Chosen): string[] {
  const tried = outcomesOf(libraries, 'pooler', untrackedOutcome);
  return tried === '' ? [] : [`behind PgBouncer without max_prepared_statements, ${tried}`];
}

/** The worst outcomes first, each with its libraries. */
function outcomesOf(
  libraries: readonly Library[],
  name: BreakName,
  outcomeOf: (found: LibraryBreak) => LibraryBreak['outcome'] | undefined,
): string {
  const tried = libraries.flatMap(({ title, breaks }) => {
    const found = breaks.find((one) => one.break === name);
    const outcome = found && outcomeOf(found);
    return outcome === undefined ? [] : [{ title, outcome }];
  });
  const groups = Map.groupBy(tried, ({ outcome }) => outcome);
  return BREAK_OUTCOMES.toReversed()
    .flatMap((outcome) => {
      const titles = groups.get(outcome)?.map(({ title }) => title);
      return titles === undefined ? [] : [`${outcomeWords(name, outcome).said} with ${someOf(titles)}`];
    })
    .join('; ');
}
