/** What benches keep: files that are committed and only ever added to, a line of JSON for each thing that was measured. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../file-errors.ts';

/**
 * The lines of a file; none where it is not there yet.
 * @throws Error for a line that is no JSON, with its number.
 */
export function readKept<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as Line];
    } catch (cause) {
      throw new Error(`${file}:${index + 1} is no line of JSON: mend or remove it`, { cause });
    }
  });
}

/** The last of the lines about each thing. */
export const newestOf = <Line>(lines: readonly Line[], nameOf: (line: Line) => string | number): Line[] => [
  ...new Map(lines.map((line) => [nameOf(line), line])).values(),
];

export function keep(file: string, line: object): void {
  makeFolder(path.dirname(file));
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
