/** What the bench of the examples keeps of each diff, a line of JSON in a file that is committed. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Direction, Judged } from './bench-services-judge.ts';

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
export function readKept(file: string): KeptDiff[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return [...new Map(lines.map((line) => JSON.parse(line) as KeptDiff).map((one) => [nameOf(one), one])).values()];
}

export const nameOf = ({ example, direction, run }: Pick<KeptDiff, 'example' | 'direction' | 'run'>): string =>
  `${example} ${direction} ${run}`;

export const keep = (file: string, one: KeptDiff): void => appendFileSync(file, `${JSON.stringify(one)}\n`);
