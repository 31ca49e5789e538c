/** What an operation causes, and what it costs: every library of a field in a row. */

import { COST_METRICS, type Library, type OperationCounts } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import { ABSENT, type SortableTable, sortableOf } from '../../kit/sortable.ts';
import { costOf, countsOf, type FieldLibraries } from '../findings/selection.ts';
import { COUNT_TITLES, FIELD_WORDS, operationNoun } from '../words/names.ts';
import { LIBRARY_COLUMNS, type LibraryColumn, metricColumns, numberColumn } from './columns.ts';

const COUNT_KEYS = ['round_trips', 'statements', 'calls', 'connections'] as const;

/** In a process that has served others, then as the first operation of one. Null where nothing was counted. */
export function countsTable({ field, libraries }: FieldLibraries, operation: OperationName): SortableTable | null {
  const counted = libraries.filter(({ counts }) => counts.some((one) => one.operation === operation));
  if (counted.length === 0) return null;
  return sortableOf(
    `${FIELD_WORDS[field].title}: counts of ${operationNoun(operation)}; “first” is as the first operation of a process, with what belongs to connecting`,
    counted,
    [
      ...LIBRARY_COLUMNS,
      ...countColumns(operation, 'warm'),
      { heading: 'prepared', text: (library) => preparedText(countsOf(library, operation, 'warm')) },
      ...countColumns(operation, 'first'),
    ],
  );
}

const countColumns = (operation: OperationName, when: OperationCounts['when']): LibraryColumn[] =>
  COUNT_KEYS.map((key) =>
    numberColumn(
      when === 'first' ? `first: ${COUNT_TITLES[key]}` : COUNT_TITLES[key],
      (library: Library) => countsOf(library, operation, when)?.[key],
      (value, library) => {
        const text = value.toLocaleString('en-US');
        return countsOf(library, operation, when)?.steady === false ? `${text} (varies)` : text;
      },
    ),
  );

function preparedText(counts: OperationCounts | undefined): string {
  if (counts?.prepared === undefined) return ABSENT;
  return counts.prepared ? 'yes' : 'no';
}

/** Each metric, and beside it the ratio to the reference with its interval. Null where nothing was measured. */
export function costsTable({ field, libraries }: FieldLibraries, operation: OperationName): SortableTable | null {
  const measured = libraries.filter((library) => COST_METRICS.some((metric) => costOf(library, operation, metric)));
  if (measured.length === 0) return null;
  return sortableOf(`${FIELD_WORDS[field].title}: costs of ${operationNoun(operation)}`, measured, [
    ...LIBRARY_COLUMNS,
    ...COST_METRICS.flatMap((metric) => metricColumns(operation, metric)),
  ]);
}
