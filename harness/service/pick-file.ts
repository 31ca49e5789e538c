/** The values of `{pick:file.csv}`: the lines of a text, or a column of a CSV file with a header (RFC 4180). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { closest } from 'fastest-levenshtein';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import type { Surroundings } from './request-placeholders.ts';

/**
 * Reads the files below a folder, each once.
 * @throws DuetError (exit 2) where a file or a column is not there, or has no value.
 */
export function picksFrom(dir: string): Surroundings['pick'] {
  const texts = new Map<string, string>();
  return (file, column) => {
    const where = path.resolve(dir, file);
    const text = texts.get(where) ?? textOf(where, file);
    texts.set(where, text);
    const values = column === undefined ? linesOf(text) : columnOf(text, column, file);
    if (values.length > 0) return values;
    if (column === undefined)
      throw refused(`{pick:${file}}: there is no value in ${where}`, 'write one value on each line');
    throw refused(`{pick:${file}:${column}}: ${where} has a header and no line below it`, 'write one row on each line');
  };
}

function textOf(where: string, file: string): string {
  if (!existsSync(where))
    throw refused(`{pick:${file}}: there is no file ${where}`, 'give it from the folder of the config file');
  return explainFileErrors(`read ${where}`, () => readFileSync(where, 'utf8'));
}

/** As they stand, without the line ends and empty lines. */
const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '');

function columnOf(text: string, column: string, file: string): string[] {
  const placeholder = `{pick:${file}:${column}}`;
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw refused(`${placeholder}: ${file} is no CSV: ${(error as Error).message}`, `{pick:${file}} takes whole lines`);
  }
  const [header = [], ...records] = rows;
  const at = header.indexOf(column);
  if (at !== -1) return records.map((record) => record[at] as string);
  const near = header.length === 0 ? '' : `did you mean {pick:${file}:${closest(column, header)}}? `;
  throw refused(
    `${placeholder}: the header of ${file} has no "${column}"`,
    `${near}The first line of the file must name its columns`,
  );
}
