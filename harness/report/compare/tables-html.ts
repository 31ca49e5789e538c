/** Tables of the page. On a narrow screen the groups restack; their roles are explicit, because display removes them. */
import { html, type Markup } from '../kit/markup.ts';
import { scrolling } from '../kit/tables.ts';
import type { Shown } from './cell-text.ts';
import type { ParityRow } from './parity.ts';
import { COLUMNS, type Group, type Row } from './rows.ts';

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

/** Colour only repeats what the words say; of what may be noise it says nothing. */
function tone({ verdict, isNoise, gain }: Row): string {
  if (gain.text === '–') return 'bad';
  if (isNoise) return '';
  if (verdict === 'claim-held' || verdict === 'claim-exceeded') return 'good';
  return verdict === 'claim-not-reached' || verdict === 'got-worse' ? 'bad' : '';
}

/** An inequality is bold and has a sign of its own, for colour alone would not reach everyone. */
export function parityTable(stacks: readonly string[], rows: readonly ParityRow[]): Markup {
  const caption = 'Parity facts of the stacks';
  return scrolling(
    caption,
    html`<table class="data parity">
<caption>${caption}</caption>
<thead><tr>${['fact', ...stacks, 'equal?'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
      ({ fact, values, equal, verdict }) =>
        html`<tr class="${equal ? '' : 'unequal'}"><th scope="row">${fact}</th>${values.map((value) => html`<td>${value}</td>`)}<td class="verdict">${verdict}</td></tr>\n`,
    )}</tbody>
</table>`,
  );
}
