/** The recommended values. On a narrow screen each has its reason below it; roles are explicit, because display removes them. */
import { html, type Markup, prose } from '../html/markup.ts';
import type { DataTable } from '../html/tables.ts';

export function valueTable({ caption, header, rows }: DataTable): Markup {
  return html`<table class="values" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${header.map((name, column) => html`<th scope="col" role="columnheader" class="${column === 1 ? 'number' : ''}">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ([name = '', value = '', reason = '']) =>
      html`<tr role="row"><th scope="row" role="rowheader"><code>${name}</code></th><td role="cell" class="number">${value}</td><td role="cell">${prose(reason)}</td></tr>
`,
  )}</tbody>
</table>`;
}
