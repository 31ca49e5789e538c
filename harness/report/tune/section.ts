/** One part of the report: what it says, and the numbers that say it. A page may draw them, too. */
import type { DataTable } from '../kit/tables.ts';

export interface Section {
  id: 'comparison' | 'prediction' | 'search' | 'heat' | 'load' | 'overload' | 'burst';
  title: string;
  /** Code in backticks. */
  lead: string;
  table: DataTable;
}
