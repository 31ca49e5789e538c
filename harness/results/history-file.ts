/** The history file: a line of JSON per run, appended, so that two branches of it merge and a torn line costs one run. */
import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { refused } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { parsedJson } from '../parsed-json.ts';
import { lineReader } from './documents.ts';
import { HISTORY_VERSION, HistoryEntry } from './history.ts';
import { collectHistory, type History } from './history-columns.ts';
import { wholeLines } from './whole-lines.ts';

/** Several lines: what is looked at first for the end of the last. */
const TAIL_BYTES = 64 * 1024;
/** More than a line takes to be written. */
const WRITING_MS = 50;

/**
 * The runs of a history by the time of their end, each once. A torn last line is left out.
 * @throws DuetError (exit 2) when there is no such file, or a line is none of a history of this version.
 */
export function readHistory(file: string): History {
  if (!existsSync(file)) throw refused(`there is no history ${file}`, 'duet history append begins one');
  if (!statSync(file).isFile()) throw refused(`${file} is a folder, and no history`, 'name the file in it');
  const read = lineReader(file, HistoryEntry, { kind: 'duet-history', version: HISTORY_VERSION });
  const collector = collectHistory();
  let index = 0;
  for (const line of wholeLines(file)) collector.add(read(line, index++));
  return collector.finish();
}

/**
 * Appends a run, after mending the end of the last line.
 * @returns false when the run is there already.
 */
export async function appendHistory(file: string, entry: HistoryEntry): Promise<boolean> {
  explainFileErrors(`write ${file}`, () => makeFolder(path.dirname(file)));
  if (existsSync(file)) {
    await endLastLine(file);
    if (readHistory(file).runs.some(({ run }) => run === entry.run)) return false;
  }
  explainFileErrors(`append to ${file}`, () => appendFileSync(file, `${JSON.stringify(entry)}\n`));
  return true;
}

/** An editor may have left the last line without its end; anything else there was torn. In bytes, for so it was torn. */
async function endLastLine(file: string): Promise<void> {
  if (!statSync(file).isFile()) return;
  if (explainFileErrors(`read ${file}`, () => unendedLine(file)).text === '') return;
  // A line that another process is writing at this moment looks torn, too.
  await setTimeout(WRITING_MS);
  explainFileErrors(`mend ${file}`, () => {
    const { start, text } = unendedLine(file);
    if (text === '') return;
    if (parsedJson(text) === undefined) truncateSync(file, start);
    else appendFileSync(file, '\n');
  });
}

/** What stands behind the last end of a line, looked for from the end of the file. */
function unendedLine(file: string): { start: number; text: string } {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    for (let length = Math.min(size, TAIL_BYTES); ; length = Math.min(size, 4 * length)) {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, size - length);
      const end = bytes.lastIndexOf('\n') + 1;
      if (end > 0 || length === size) return { start: size - length + end, text: bytes.toString('utf8', end) };
    }
  } finally {
    closeSync(handle);
  }
}
