/** Numbers as CSV (RFC 4180), in base units and with all their digits, for a spreadsheet. */
import type { Column } from './tables.ts';

export type CsvCell = string | number | null;

/** A header and rows, each on a line of its own. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => row.map(field).join(',')).join('\n');
}

/** The same of rows by their columns. */
export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row, CsvCell>[]): string {
  return csvText(
    columns.map(([heading]) => heading),
    rows.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

function field(cell: CsvCell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
