/** The picture of an operation on the page: Node beside Python, and the numbers of both below, as a table and as CSV with all digits. */
import type { Library } from '../../../results/libraries.ts';
import type { OperationName } from '../../../results/library-names.ts';
import { type ChartTable, chartDataPart } from '../../kit/chart-data.ts';
import { csvOf } from '../../kit/csv.ts';
import { quantity, STACK_TITLES } from '../../kit/format.ts';
import { html, type Markup } from '../../kit/markup.ts';
import { INTERVAL } from '../../kit/method.ts';
import { ABSENT } from '../../kit/sortable.ts';
import { bothWidths } from '../../kit/svg.ts';
import { type Column, tableOf } from '../../kit/tables.ts';
import { CAUSES, causedBy, costOf, type FieldLibraries } from '../findings/selection.ts';
import { COUNT_TITLES, FIELD_WORDS, operationNoun } from '../words/names.ts';
import { COST_WIDTHS, type CostMark, costChart, costData, markOf, rangeOf } from './cost-chart.ts';

/** Null where no ratio was measured. */
export function costPicture(libraries: FieldLibraries, operation: OperationName): Markup | null {
  const data = costData(libraries, operation);
  if (data === null) return null;
  const drawn = data.panels.map((panel) =>
    bothWidths(
      `${libraries.field}-${operation}-${panel.stack}`,
      (options) => costChart(data, panel, options),
      COST_WIDTHS,
    ),
  );
  return html`<figure class="chart cost-chart">
<div class="panels">${drawn.map((panel) => html`<div>${panel}</div>`)}</div>
<figcaption><ul class="key"><li><i class="key-mean"></i>the ratio with its ${INTERVAL}</li><li>in bold the reference, with which the others are compared; further right costs more</li></ul></figcaption>
${chartDataPart(costChartTable(libraries, operation))}
</figure>`;
}

function costChartTable({ field, libraries }: FieldLibraries, operation: OperationName): ChartTable {
  const measured = libraries.filter((library) => costOf(library, operation, 'cpu') !== undefined);
  const cause = CAUSES[field];
  const cpuOf = (library: Library) => costOf(library, operation, 'cpu');
  const causes: Column<Library>[] =
    cause === undefined
      ? []
      : [[COUNT_TITLES[cause], (library) => (causedBy(library, operation) ?? ABSENT).toLocaleString('en-US')]];
  const table = tableOf(
    `${FIELD_WORDS[field].title}: CPU of ${operationNoun(operation)}`,
    measured,
    [
      ['library', ({ title }) => title],
      ['stack', ({ stack }) => STACK_TITLES[stack]],
      ...causes,
      ['CPU per request', (library) => quantity(cpuOf(library)?.value ?? 0, 'ms')],
      ['× reference', (library) => ratioText(markOf(library, operation))],
      ['interval', (library) => rangeOf(markOf(library, operation)) ?? ''],
    ],
    [2],
  );
  const csv = csvOf(measured, [
    ['field', () => field],
    ['stack', ({ stack }) => stack],
    ['library', ({ name }) => name],
    ['operation', () => operation],
    ...(cause === undefined ? [] : [[cause, (library: Library) => causedBy(library, operation) ?? null] as const]),
    ['cpu_ms', (library) => cpuOf(library)?.value ?? null],
    ['ratio', (library) => cpuOf(library)?.ratio?.value ?? null],
    ['ratio_low', (library) => cpuOf(library)?.ratio?.low ?? null],
    ['ratio_high', (library) => cpuOf(library)?.ratio?.high ?? null],
  ]);
  return { table, csv };
}

const ratioText = ({ value, label }: CostMark): string => (value === null ? ABSENT : label);
