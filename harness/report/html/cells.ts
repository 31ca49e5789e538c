/** What is known of every cell of a pattern: the latencies of its requests drawn, all its figures in one table. */
import type { PatternResult, StackName } from '../../results/schema.ts';
import { type CellTable, cellTable, UNJUDGED } from '../cell-table.ts';
import { distributionTitle, latencyMetrics } from '../distributions.ts';
import { STACK_TITLES } from '../format.ts';
import { html, type Markup } from './markup.ts';
import { percentileChart } from './percentile-chart.ts';
import { scrolling } from './tables.ts';

/** Null for a pattern of which no cell was reached. */
export function cellsPart(pattern: PatternResult, stacks: readonly StackName[]): Markup | null {
  const table = cellTable(pattern, stacks);
  if (table.sections.length === 0) return null;
  return html`<h3>Per cell</h3>
${latencyMetrics(pattern).map((metric) => percentileFigure(pattern, metric, stacks))}
${cellsTable(`Every cell of: ${pattern.title}`, table)}
<ul class="notes">${table.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

function percentileFigure(pattern: PatternResult, metric: string, stacks: readonly StackName[]): Markup | null {
  const id = `${pattern.pattern}-${metric.replaceAll('_', '-')}-percentiles`;
  const wide = percentileChart(pattern, metric, stacks, { width: 960, id: `${id}-wide` });
  const narrow = percentileChart(pattern, metric, stacks, { width: 335, id: `${id}-narrow` });
  if (!wide || !narrow) return null;
  return html`<figure class="chart percentiles">
<figcaption>${distributionTitle(pattern, metric)}; each line ends at the slowest request</figcaption>
<div class="wide">${wide}</div><div class="narrow">${narrow}</div>
</figure>`;
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
