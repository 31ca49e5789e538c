/** What is known of every cell of a pattern: the latencies of its requests drawn, all its metrics in one table. */
import type { PatternResult, StackName } from '../../results/schema.ts';
import { chartDataPart } from '../kit/chart-data.ts';
import { STACK_TITLES } from '../kit/format.ts';
import { html, type Markup } from '../kit/markup.ts';
import { bothWidths } from '../kit/svg.ts';
import { scrolling } from '../kit/tables.ts';
import { type CellTable, UNJUDGED } from './cell-table.ts';
import { percentilesTable } from './charts/chart-tables.ts';
import { percentileChart } from './charts/percentile-chart.ts';
import { distributionTitle, latencyMetrics } from './distributions.ts';

/** Null for a pattern of which no cell was reached. */
export function cellsPart(pattern: PatternResult, table: CellTable, stacks: readonly StackName[]): Markup | null {
  if (table.sections.length === 0) return null;
  return html`<h3>Per cell</h3>
${latencyMetrics(pattern).map((metric) => percentileFigure(pattern, metric, stacks))}
${cellsTable(`Every cell of: ${pattern.title}`, table)}
<ul class="notes">${table.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

function percentileFigure(pattern: PatternResult, metric: string, stacks: readonly StackName[]): Markup | null {
  const id = `${pattern.pattern}-${metric.replaceAll('_', '-')}-percentiles`;
  const drawn = bothWidths(id, (options) => percentileChart(pattern, metric, stacks, options));
  const data = percentilesTable(pattern, metric, stacks);
  return (
    drawn &&
    html`<figure class="chart percentiles">
<figcaption>${distributionTitle(pattern, metric)}; each line ends at the slowest request</figcaption>
${drawn}
${data && chartDataPart(data)}
</figure>`
  );
}

/** One column per cell, under the name of its stack; the first column stays while the others scroll. */
function cellsTable(caption: string, { columns, sections }: CellTable): Markup {
  const stacks = [...new Set(columns.map(({ stack }) => stack))];
  const span = (stack: string) => columns.filter((column) => column.stack === stack).length;
  const first = (index: number) => (columns[index]?.stack === columns[index - 1]?.stack ? '' : 'first');
  return scrolling(
    caption,
    html`<table class="cells">
<caption>${caption}</caption>
<thead><tr><td></td>${stacks.map(
      (stack) => html`<th scope="colgroup" colspan="${span(stack)}" class="first ${stack}">${STACK_TITLES[stack]}</th>`,
    )}</tr>
<tr><td></td>${columns.map(({ variant }, index) => html`<th scope="col" class="number ${first(index)}">${variant}</th>`)}</tr></thead>
${sections.map(
  ({
    title,
    rows,
  }) => html`<tbody><tr><th scope="rowgroup" colspan="${columns.length + 1}"><span>${title}</span></th></tr>
${rows.map(
  ({ label, values }) =>
    html`<tr><th scope="row">${label}</th>${values.map((value, index) => html`<td class="number ${first(index)}">${marked(value)}</td>`)}</tr>\n`,
)}</tbody>`,
)}
</table>`,
  );
}

function marked(value: string): Markup {
  const number = value.replace(` ${UNJUDGED}`, '');
  return number === value ? html`${value}` : html`${number}<span class="mark">${UNJUDGED}</span>`;
}
