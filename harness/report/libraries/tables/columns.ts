/** Columns that several tables of libraries have. */

import type { Library, LibraryCost } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import { gainIntervalOf, quantity, STACK_TITLES, times } from '../../kit/format.ts';
import { ABSENT, type SortableColumn } from '../../kit/sortable.ts';
import { costOf, isUnlike } from '../findings/selection.ts';
import { METRIC_TITLES } from '../words/names.ts';

export type LibraryColumn = SortableColumn<Library>;

/** What the reference has in place of a ratio. */
const REFERENCE = '1';

const nameText = (library: Library): string => (isUnlike(library) ? `${library.title} (other answers)` : library.title);

/** Which library a row is about. */
export const libraryColumns = <Row>(
  of: (row: Row) => Library,
  name: (library: Library) => string = nameText,
): SortableColumn<Row>[] => [
  { heading: 'library', text: (row) => name(of(row)) },
  { heading: 'stack', text: (row) => STACK_TITLES[of(row).stack] },
];

export const LIBRARY_COLUMNS = libraryColumns((library: Library) => library);

/** A number that may not be there, and how it looks. */
export function numberColumn<Row>(
  heading: string,
  value: (row: Row) => number | null | undefined,
  shown: (value: number, row: Row) => string = (number) => number.toLocaleString('en-US'),
): SortableColumn<Row> {
  return {
    heading,
    text: (row) => {
      const number = value(row) ?? null;
      return number === null ? ABSENT : shown(number, row);
    },
    value: (row) => value(row) ?? null,
  };
}

/** "1.21 ms", by what `find` gives of a library. */
export const costColumn = (heading: string, find: (library: Library) => LibraryCost | undefined): LibraryColumn =>
  numberColumn(
    heading,
    (library) => find(library)?.value,
    (value, library) => quantity(value, find(library)?.unit ?? 'ms'),
  );

/** "2.10×", with its interval where that is asked for. */
export function ratioColumn(
  heading: string,
  operation: OperationName,
  metric: LibraryCost['metric'],
  { interval = false } = {},
): LibraryColumn {
  const ratioOf = (library: Library) => costOf(library, operation, metric)?.ratio;
  const isReference = (library: Library) =>
    library.reference && costOf(library, operation, metric) !== undefined && ratioOf(library) === undefined;
  return numberColumn(
    heading,
    (library) => (isReference(library) ? 1 : ratioOf(library)?.value),
    (value, library) => {
      const ratio = ratioOf(library);
      if (ratio === undefined) return REFERENCE;
      const range = interval ? gainIntervalOf(ratio, 'ratio', 'count') : null;
      return range === null ? times(value) : `${times(value)} (${range})`;
    },
  );
}

/** A metric of an operation and beside it the ratio to the reference. */
export const metricColumns = (operation: OperationName, metric: LibraryCost['metric']): LibraryColumn[] => [
  costColumn(METRIC_TITLES[metric], (library) => costOf(library, operation, metric)),
  ratioColumn('× reference', operation, metric, { interval: true }),
];
