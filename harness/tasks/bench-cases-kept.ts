/** What the bench of the cases keeps of each row, a line of JSON in a file that is committed. */
import { fileURLToPath } from 'node:url';
import { newestOf, readKept } from './kept-lines.ts';

export const KEPT_FILE = fileURLToPath(new URL('./bench-cases-rows.jsonl', import.meta.url));

/** `missing`: this machine lacks what the row needs. */
export type Verdict = 'right' | 'wrong' | 'missing';

export interface KeptTry {
  what: string;
  /** What came out, in a line. */
  came: string;
  /** What is wrong with it; null where nothing is. */
  wrong: string | null;
}

export interface KeptCase {
  row: number;
  verdict: Verdict;
  /** What is missing; else null. */
  missing: string | null;
  tries: KeptTry[];
  /** What was left running or lying about, in words. */
  left: string[];
  at: string;
  /** "+changes" where the working tree had some. */
  commit: string;
  machine: string;
  /** The load average of one minute when it began. */
  load_average: number;
  ms: number;
}

/** The rows in their order; the last line of a row that was made again counts. */
export const readCases = (file: string): KeptCase[] =>
  newestOf(readKept<KeptCase>(file), ({ row }) => row).toSorted((one, other) => one.row - other.row);
