/** Tables that a reader can sort by any column. Without a script they are plain ones, in the order that they are given. */
import { html, type Markup, prose } from './markup.ts';
import { type DataTable, scrolling } from './tables.ts';
import type { Tone } from './tone.ts';

export interface SortableTable extends DataTable {
  /** By row and column, what numbers are sorted by; null for texts and for what is not there, which comes last. */
  values: readonly (readonly (number | null)[])[];
  /** By row and column, how a cell is felt about; its words say it, too. */
  tones: readonly (readonly Tone[])[];
}

export interface SortableColumn<Row> {
  heading: string;
  text: (row: Row) => string;
  /** What a number is sorted by; a column with it holds numbers. */
  value?: (row: Row) => number | null;
  tone?: (row: Row) => Tone;
}

/** What a cell says that has nothing to say. */
export const ABSENT = '–';

/** Columns that no row has anything for are left out. */
export function sortableOf<Row>(
  caption: string,
  rows: readonly Row[],
  all: readonly SortableColumn<Row>[],
): SortableTable {
  const columns = all.filter(({ text }) => rows.some((row) => ![ABSENT, ''].includes(text(row))));
  return {
    caption,
    header: columns.map(({ heading }) => heading),
    rows: rows.map((row) => columns.map(({ text }) => text(row))),
    values: rows.map((row) => columns.map(({ value }) => value?.(row) ?? null)),
    tones: rows.map((row) => columns.map(({ tone }) => tone?.(row) ?? 'quiet')),
    numbers: columns.flatMap(({ value }, column) => (value === undefined ? [] : [column])),
  };
}

export function sortableTable({ caption, header, rows, values, tones, numbers = [] }: SortableTable): Markup {
  const kind = (column: number) => (numbers.includes(column) ? 'number' : '');
  const attributes = (row: number, column: number) =>
    html`class="${kind(column)} ${tones[row]?.[column] ?? ''}" data-value="${values[row]?.[column] ?? ''}"`;
  return scrolling(
    caption,
    html`<table class="data sortable">
<caption><span>${caption}</span></caption>
<thead><tr>${header.map((name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
      ([first = '', ...rest], row) =>
        html`<tr><th scope="row" ${attributes(row, 0)}>${first}</th>${rest.map((text, index) => html`<td ${attributes(row, index + 1)}>${prose(text)}</td>`)}</tr>\n`,
    )}</tbody>
</table>`,
  );
}

/** Makes a button of every heading: the first press sorts upwards, the next one downwards. */
export const SORT_SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const isNumber = head.classList.contains('number');
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      const keyed = [...body.rows].map((row) => {
        const { dataset, textContent } = row.cells[column];
        const isAbsent = isNumber && dataset.value === '';
        return { row, isAbsent, key: isNumber ? Number(dataset.value) : textContent };
      });
      keyed.sort((one, other) => {
        if (one.isAbsent || other.isAbsent) return one.isAbsent - other.isAbsent;
        return sign * (isNumber ? one.key - other.key : one.key.localeCompare(other.key, 'en'));
      });
      body.append(...keyed.map(({ row }) => row));
    });
  });
}
`;

/** Puts a field over every table that sorts: rows stay that have all of its words, anywhere and in either case. */
export const FILTER_SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const field = document.createElement('input');
  field.type = 'search';
  field.placeholder = 'filter rows';
  field.setAttribute('aria-label', 'Filter the rows of the table');
  field.className = 'filter';
  table.closest('.scroll').before(field);
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word));
  });
}
`;
