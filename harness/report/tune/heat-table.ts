/** The heat map as a table: the sizes from left to right, a row per overflow; colour only repeats the numbers. */
import { html, type Markup } from '../kit/markup.ts';
import { scrolling } from '../kit/tables.ts';
import type { Heat, HeatCell } from './heat.ts';

export function heatTable({ sizes, rows }: Heat, sizeTitle: string): Markup {
  const caption = 'p99 and timeouts by setting; the recommended one is framed';
  const hasRows = rows.length > 1;
  return scrolling(
    caption,
    html`<table class="heat">
<caption>${caption}</caption>
<thead><tr><th scope="col">${hasRows ? `overflow \\ ${sizeTitle}` : sizeTitle}</th>${sizes.map((size) => html`<th scope="col" class="number">${size}</th>`)}</tr></thead>
${part('p99, ms', 'p99', (cell) => ({ text: cell.p99, level: cell.p99Level }))}
${part('timeouts', 'timeouts', (cell) => ({ text: cell.timeouts, level: cell.timeoutLevel }))}
</table>`,
  );

  function part(title: string, kind: string, of: (cell: HeatCell) => { text: string; level: number }): Markup {
    const heading = hasRows ? html`<tr><th scope="rowgroup" colspan="${sizes.length + 1}">${title}</th></tr>\n` : null;
    return html`<tbody class="heat-${kind}">${heading}${rows.map(
      ({ overflow, cells }) =>
        html`<tr><th scope="row">${hasRows ? overflow : title}</th>${cells.map((cell) => (cell === null ? html`<td class="empty"></td>` : filled(of(cell), cell)))}</tr>\n`,
    )}</tbody>`;
  }
}

function filled({ text, level }: { text: string; level: number }, { isRecommended }: HeatCell): Markup {
  return html`<td class="number level-${level}${isRecommended ? ' recommended' : ''}">${text}</td>`;
}
