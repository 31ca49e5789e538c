/** Text on its way to a terminal: harmless, and no wider than its lines. */

/** Control characters from data must not reach a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Cut to the width, with an ellipsis. */
export function fitted(text: string, width: number): string {
  const line = printable(text);
  if (line.length <= width) return line;
  return width > 0 ? `${line.slice(0, width - 1)}…` : '';
}

/** Lines of at most the width; words longer than that are left whole. */
export function wrapped(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line];
}

/** A blank line before it, unless it is empty. */
export function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Between the columns of a table. */
export const GAP = '  ';
/** What is left of a column that is shortened. */
const SHORTEST = 8;
/** Columns that a table keeps at any width. */
const KEPT = 4;

/**
 * How wide each column of a table is: as its longest cell, but the table no wider than the terminal. Columns at the right
 * end are given up first, then `shortened` becomes narrower.
 */
export function columnWidths(rows: readonly string[][], width: number, shortened: number): number[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const total = () => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (widths.length > KEPT && total() > width) widths.pop();
  const excess = Math.max(0, total() - width);
  return widths.map((each, column) => (column === shortened ? Math.max(SHORTEST, each - excess) : each));
}

/** A row in these columns. */
export function laidOut(row: readonly string[], widths: readonly number[]): string {
  return widths
    .map((width, column) => fitted(row[column] ?? '', width).padEnd(width))
    .join(GAP)
    .trimEnd();
}
