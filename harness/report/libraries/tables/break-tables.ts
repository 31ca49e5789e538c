/** What breaks where: all faults of a field at a glance, and every fault with its numbers and errors. */

import type { Library, LibraryBreak } from '../../../results/libraries.ts';
import { BREAKS, type BreakName } from '../../../results/library-names.ts';
import { ABSENT, type SortableColumn, type SortableTable, sortableOf } from '../../kit/sortable.ts';
import type { FieldLibraries } from '../findings/selection.ts';
import { breakNumbers } from '../words/break-numbers.ts';
import { BREAK_WORDS, outcomeWords, untrackedOutcome } from '../words/breaks.ts';
import { FIELD_WORDS } from '../words/names.ts';
import { LIBRARY_COLUMNS, libraryColumns } from './columns.ts';

const breakOf = ({ breaks }: Library, name: BreakName): LibraryBreak | undefined =>
  breaks.find((one) => one.break === name);

/** The word of an outcome, and how it is felt about. */
function outcomeColumn<Row>(
  heading: string,
  name: BreakName,
  find: (row: Row) => LibraryBreak['outcome'] | undefined,
): SortableColumn<Row> {
  return {
    heading,
    text: (row) => {
      const outcome = find(row);
      return outcome === undefined ? ABSENT : outcomeWords(name, outcome).word;
    },
    tone: (row) => outcomeWords(name, find(row) ?? 'not-run').tone,
  };
}

/** A column for each fault. Null where nothing was tried. */
export function breaksTable({ field, libraries }: FieldLibraries): SortableTable | null {
  const tried = libraries.filter(({ breaks }) => breaks.length > 0);
  if (tried.length === 0) return null;
  const columns = BREAKS[field].flatMap((name) => {
    const heading = BREAK_WORDS[name].short;
    const column = outcomeColumn(heading, name, (library: Library) => breakOf(library, name)?.outcome);
    if (name !== 'pooler') return [column];
    const again = (library: Library) => {
      const found = breakOf(library, name);
      return found && untrackedOutcome(found);
    };
    return [column, outcomeColumn(`${heading}, untracked`, name, again)];
  });
  return sortableOf(`${FIELD_WORDS[field].title}: what comes of a fault`, tried, [...LIBRARY_COLUMNS, ...columns]);
}

/** Every fault, with the numbers and the error, word for word. */
export function breakParts({ field, libraries }: FieldLibraries) {
  return BREAKS[field].flatMap((name) => {
    const tried = libraries.flatMap((library) => {
      const found = breakOf(library, name);
      return found === undefined ? [] : [{ library, found }];
    });
    const { title, done } = BREAK_WORDS[name];
    const table = sortableOf(title, tried, [
      ...libraryColumns(({ library }: (typeof tried)[number]) => library),
      outcomeColumn('outcome', name, ({ found }) => found.outcome),
      { heading: 'in numbers', text: ({ found }) => breakNumbers(found) },
      { heading: 'error', text: ({ found }) => found.said ?? '' },
    ]);
    return tried.length === 0 ? [] : [{ name, title, done, table }];
  });
}
