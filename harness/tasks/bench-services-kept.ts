/** What the bench of the examples keeps of each diff, a line of JSON in a file that is committed. */
import { fileURLToPath } from 'node:url';
import type { Direction, Judged } from './bench-services-judge.ts';
import { newestOf, readKept } from './kept-lines.ts';

export const KEPT_FILE = fileURLToPath(new URL('./bench-services-diffs.jsonl', import.meta.url));

export interface KeptDiff extends Judged {
  example: string;
  direction: Direction;
  /** From 1, of those of a direction. */
  run: number;
  at: string;
  /** The code of the harness and the examples; "+changes" where the working tree had some. */
  commit: string;
  machine: string;
  /** The load average of one minute when it began. */
  load_average: number;
  ms: number;
}

/** The last line of a diff that was made again counts. */
export const readDiffs = (file: string): KeptDiff[] => newestOf(readKept<KeptDiff>(file), nameOf);

export const nameOf = ({ example, direction, run }: Pick<KeptDiff, 'example' | 'direction' | 'run'>): string =>
  `${example} ${direction} ${run}`;
