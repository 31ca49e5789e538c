/** The table that a chooser sorts: every library of a field in a row, Node and Python in one. */

import type { Library } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import { type SortableTable, sortableOf } from '../../kit/sortable.ts';
import { CAUSES, causedBy, costOf, type FieldLibraries, isInstalled, largestCost } from '../findings/selection.ts';
import { METRIC_TITLES, OPERATION_WORDS, operationNoun } from '../words/names.ts';
import { costColumn, LIBRARY_COLUMNS, type LibraryColumn, numberColumn, ratioColumn } from './columns.ts';

const CAUSE_TITLES = { round_trips: 'trips', calls: 'calls' } as const;

/** Null where no library of the field has a number. */
export function overviewTable(field: FieldLibraries): SortableTable | null {
  const { libraries, operations } = field;
  const several = operations.length > 1;
  const columns = operations.flatMap((operation) => operationColumns(field, operation, several));
  const table = sortableOf(captionOf(field), libraries.filter(isInstalled), [
    ...LIBRARY_COLUMNS,
    ...columns,
    costColumn(METRIC_TITLES.peak_rss, (library) => largestCost(library, 'peak_rss')),
    costColumn(METRIC_TITLES.start_up, (library) => largestCost(library, 'start_up')),
    costColumn(METRIC_TITLES.throughput, (library) => costOf(library, operations[0], 'throughput')),
  ]);
  return table.numbers?.length === 0 ? null : table;
}

/** What it causes, and its CPU. */
function operationColumns({ field }: FieldLibraries, operation: OperationName, isNamed: boolean): LibraryColumn[] {
  const cause = CAUSES[field];
  const headed = (title: string) => (isNamed ? `${title}, ${OPERATION_WORDS[operation].short}` : title);
  const counted =
    cause === undefined
      ? []
      : [numberColumn(headed(CAUSE_TITLES[cause]), (library: Library) => causedBy(library, operation))];
  return [...counted, ratioColumn(headed('CPU'), operation, 'cpu')];
}

/** What the headings mean. */
function captionOf({ field, libraries, operations }: FieldLibraries): string {
  const references = libraries.filter(({ reference }) => reference).map(({ title }) => title);
  const trips = field === 'database' ? 'Trips are round trips to PostgreSQL. ' : '';
  const served = operations.length > 1 ? `; throughput is that of ${operationNoun(operations[0])}` : '';
  return `${trips}CPU is per request, as a multiple of that of the reference (${references.join('; ')})${served}`;
}
