/** Tables of numbers, as a page shows them. */
import type { StackName } from '../../results/schema.ts';
import { STACK_TITLES } from './format.ts';
import { html, type Markup, prose } from './markup.ts';

/** Its cells may hold code in backticks. */
export interface DataTable {
  caption: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** The columns that hold numbers, from 0. */
  numbers?: readonly number[];
}

/** A column: its heading, and what it shows of a row. */
export type Column<Row, Cell = string> = readonly [heading: string, cell: (row: Row) => Cell];

/** Which cell a row is about. */
export const CELL_COLUMNS: readonly Column<{ stack: StackName; variant: string }>[] = [
  ['stack', ({ stack }) => STACK_TITLES[stack]],
  ['variant', ({ variant }) => variant],
];

/** @param numbers as `numbersFrom` takes them: the first column of numbers, and how many texts follow the last; by default none. */
export function tableOf<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  [first, texts]: [first: number, texts?: number] = [columns.length],
): DataTable {
  const header = columns.map(([heading]) => heading);
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
  return { caption, header, rows: cells, numbers: numbersFrom(first, header, texts) };
}

/** A plain table in a container of its own that scrolls sideways. */
export function dataTable({ caption, header, rows, numbers = [] }: DataTable): Markup {
  const kind = (column: number) => (numbers.includes(column) ? 'number' : '');
  return scrolling(
    caption,
    html`<table class="data">
<caption>${caption}</caption>
<thead><tr>${header.map((name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
      ([first = '', ...rest]) =>
        html`<tr><th scope="row" class="${kind(0)}">${first}</th>${rest.map((text, index) => html`<td class="${kind(index + 1)}">${prose(text)}</td>`)}</tr>\n`,
    )}</tbody>
</table>`,
  );
}

/** The columns that hold numbers: all from this one to the last but `texts`. */
export function numbersFrom(first: number, columns: readonly string[], texts = 0): number[] {
  return columns.map((_, column) => column).filter((column) => column >= first && column < columns.length - texts);
}

/** A container of its own that scrolls sideways, also by keyboard. */
export function scrolling(label: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}
