/** What breaks where: all faults of a field at a glance, and every fault with its numbers and errors. */

import type { Library, LibraryBreak } from '../../../results/libraries.ts';
import { BREAKS, type BreakName } from '../../../results/library-names.ts';
import { STACK_TITLES } from '../../kit/format.ts';
import { ABSENT, type SortableTable, sortableOf } from '../../kit/sortable.ts';
import type { Tone } from '../../kit/tone.ts';
import type { FieldLibraries } from '../findings/selection.ts';
import { BREAK_WORDS, breakNumbers, OUTCOME_TONES, outcomeWords } from '../words/breaks.ts';
import { NAME_COLUMN, nameText, STACK_COLUMN } from './columns.ts';

const breakOf = ({ breaks }: Library, name: BreakName): LibraryBreak | undefined =>
  breaks.find((one) => one.break === name);

const outcomeTone = (found: LibraryBreak | undefined): Tone =>
  found === undefined ? 'quiet' : OUTCOME_TONES[found.outcome];

const outcomeText = (found: LibraryBreak | undefined): string =>
  found === undefined ? ABSENT : outcomeWords(found.break, found.outcome).word;

/** A column for each fault. Null where nothing was tried. */
export function breaksTable({ field, libraries }: FieldLibraries): SortableTable | null {
  const tried = libraries.filter(({ breaks }) => breaks.length > 0);
  if (tried.length === 0) return null;
  return sortableOf('What comes of a fault', tried, [
    NAME_COLUMN,
    STACK_COLUMN,
    ...BREAKS[field].map((name) => ({
      heading: BREAK_WORDS[name].short,
      text: (library: Library) => outcomeText(breakOf(library, name)),
      tone: (library: Library) => outcomeTone(breakOf(library, name)),
    })),
  ]);
}

/** One fault, with the numbers and the error, word for word. */
export interface BreakPart {
  name: BreakName;
  title: string;
  done: string;
  table: SortableTable;
}

export function breakParts({ field, libraries }: FieldLibraries): BreakPart[] {
  return BREAKS[field].flatMap((name) => {
    const tried = libraries.flatMap((library) => {
      const found = breakOf(library, name);
      return found === undefined ? [] : [{ library, found }];
    });
    const { title, done } = BREAK_WORDS[name];
    const table = sortableOf(title, tried, [
      { heading: 'library', text: ({ library }) => nameText(library) },
      { heading: 'stack', text: ({ library }) => STACK_TITLES[library.stack] },
      { heading: 'outcome', text: ({ found }) => outcomeText(found), tone: ({ found }) => outcomeTone(found) },
      { heading: 'in numbers', text: ({ found }) => breakNumbers(found) },
      { heading: 'error', text: ({ found }) => found.said ?? '' },
    ]);
    return tried.length === 0 ? [] : [{ name, title, done, table }];
  });
}
