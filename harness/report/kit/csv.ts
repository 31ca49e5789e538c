/** Numbers as CSV (RFC 4180), in base units and with all their digits, for a spreadsheet. */

export type CsvCell = string | number | null;

/** A header and rows, each on a line of its own. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => row.map(field).join(',')).join('\n');
}

function field(cell: CsvCell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
