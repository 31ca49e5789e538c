/** The history file: a line of JSON per run, appended, so that two branches of it merge and a torn line costs one run. */
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { readLines } from './documents.ts';
import { HISTORY_VERSION, HistoryEntry } from './history.ts';

/**
 * The runs of a history by the time of their end, each once. A torn last line is left out.
 * @throws DuetError (exit 2) when there is no such file, or a line is none of a history of this version.
 */
export function readHistory(file: string): HistoryEntry[] {
  if (!existsSync(file)) throw refused(`there is no history ${file}`, 'duet history append begins one');
  if (!statSync(file).isFile()) throw refused(`${file} is a folder, and no history`, 'name the file in it');
  const entries = readLines(file, HistoryEntry, { kind: 'duet-history', version: HISTORY_VERSION });
  const once = new Map(entries.toReversed().map((entry) => [entry.run, entry]));
  return [...once.values()].toSorted((one, other) => Date.parse(one.finished_at) - Date.parse(other.finished_at));
}

/**
 * Appends a run, after mending the end of the last line.
 * @returns false when the run is there already.
 */
export function appendHistory(file: string, entry: HistoryEntry): boolean {
  explainFileErrors(`write ${file}`, () => makeFolder(path.dirname(file)));
  if (existsSync(file)) {
    endLastLine(file);
    if (readHistory(file).some(({ run }) => run === entry.run)) return false;
  }
  explainFileErrors(`append to ${file}`, () => appendFileSync(file, `${JSON.stringify(entry)}\n`));
  return true;
}

/** An editor may have left the last line without its end; anything else there was torn. In bytes, for so it was torn. */
function endLastLine(file: string): void {
  if (!statSync(file).isFile()) return;
  explainFileErrors(`mend ${file}`, () => {
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end === bytes.length) return;
    if (isJson(bytes.toString('utf8', end))) appendFileSync(file, '\n');
    else truncateSync(file, end);
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
