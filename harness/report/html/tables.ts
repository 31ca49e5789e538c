/** Tables of the page. On a narrow screen the groups restack; their roles are explicit, because display removes them. */
import { COLUMNS, type Group, type Row, type Shown } from '../rows.ts';
import { html, type Markup, prose } from './markup.ts';

export interface GroupTable {
  caption: string;
  /** What the first column names. */
  subject: string;
  groups: readonly Group[];
  /** Whether before and after show their own intervals too. */
  intervals: boolean;
}

/** Groups of rows under one heading each. */
export function groupTable(table: GroupTable, title: (group: Group) => Markup): Markup {
  const headers = [table.subject, 'stack', ...Object.values(COLUMNS)];
  return html`<table class="groups" role="table">
<caption>${table.caption}</caption>
<thead role="rowgroup"><tr role="row">${headers.map(
    (name) => html`<th scope="col" role="columnheader">${name}</th>`,
  )}</tr></thead>
${table.groups.map((group) => groupBody(group, title(group), table.intervals))}
</table>`;
}

function groupBody({ rows }: Group, title: Markup, intervals: boolean): Markup {
  return html`<tbody role="rowgroup">${rows.map((row, index) => {
    const heading = html`<th scope="rowgroup" role="rowheader" rowspan="${rows.length}" class="group">${title}</th>`;
    const label = html`<th scope="row" role="rowheader" class="${row.stack ?? ''}">${row.label}</th>`;
    return html`<tr role="row" class="row-${row.kind}">${index === 0 ? heading : null}${label}${rowCells(row, intervals)}</tr>
`;
  })}</tbody>`;
}

function rowCells(row: Row, intervals: boolean): Markup[] {
  const own = (shown: Shown) => (intervals ? shown : { ...shown, note: null });
  return [
    cell(COLUMNS.before, own(row.before)),
    cell(COLUMNS.after, own(row.after)),
    cell(COLUMNS.gain, row.gain, 'gain'),
    cell(COLUMNS.interval, row.interval, 'interval'),
    cell(COLUMNS.limit, row.limit),
    cell(COLUMNS.nearness, row.nearness),
    html`<td role="cell" data-label="${COLUMNS.reading}" class="${classes('reading', tone(row), row.reading === '' && 'nil')}">${row.reading}</td>`,
  ];
}

function cell(label: string, { text, note, failed }: Shown, kind = ''): Markup {
  const small = note === null ? null : html` <small>${note}</small>`;
  const names = classes('number', kind, text === '' && 'nil', failed && 'bad');
  return html`<td role="cell" data-label="${label}" class="${names}">${text}${small}</td>`;
}

function classes(...names: (string | false)[]): string {
  return names.filter(Boolean).join(' ');
}

/** Colour only repeats what the words say. */
function tone({ reading, gain }: Row): string {
  if (reading === 'claim held' || reading === 'claim exceeded') return 'good';
  return reading === 'claim not reached' || reading === 'got worse' || gain.text === '–' ? 'bad' : '';
}

/** A plain table in a container of its own that scrolls sideways. */
export function dataTable(caption: string, header: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="data">
<caption>${caption}</caption>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = '', ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((text) => html`<td>${prose(text)}</td>`)}</tr>\n`,
  )}</tbody>
</table></div>`;
}
