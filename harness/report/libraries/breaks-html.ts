/** What breaks where, on the page: all faults at a glance, then each with its numbers and errors. */
import { html, type Markup, prose } from '../kit/markup.ts';
import { sortableTable } from '../kit/sortable.ts';
import type { FieldView } from './view.ts';

type Breaks = NonNullable<FieldView['breaks']>;

export function breaksSection({ table, parts }: Breaks, title: string): Markup {
  return html`<h3>${title}</h3>
${sortableTable(table)}
${parts.map(
  (part) => html`<details><summary>${part.title}: numbers and errors</summary>
<p>${prose(part.done)}</p>
${sortableTable(part.table)}
</details>`,
)}`;
}
