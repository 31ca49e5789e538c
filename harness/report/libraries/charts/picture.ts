/** The picture of an operation on the page: Node beside Python, and the numbers of both below. */
import type { OperationName } from '../../../results/library-names.ts';
import { chartDataPart } from '../../kit/chart-data.ts';
import { html, type Markup } from '../../kit/markup.ts';
import { INTERVAL } from '../../kit/method.ts';
import { bothWidths } from '../../kit/svg.ts';
import type { FieldLibraries } from '../findings/selection.ts';
import { COST_WIDTHS, costChart, costData } from './cost-chart.ts';
import { costChartTable } from './cost-table.ts';

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
