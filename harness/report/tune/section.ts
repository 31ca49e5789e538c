/** One part of the report: what it says, and the figures that say it. A page may draw them, too. */
import type { DataTable } from '../html/tables.ts';

export interface Section {
  id: 'proof' | 'prediction' | 'search' | 'heat' | 'load' | 'overload' | 'burst';
  title: string;
  /** Code in backticks. */
  lead: string;
  table: DataTable;
}

/** The columns that hold numbers: all from this one to the last but `texts`. */
export function numbersFrom(first: number, columns: readonly string[], texts = 0): number[] {
  return columns.map((_, column) => column).filter((column) => column >= first && column < columns.length - texts);
}
