/** The history of gains, from run to run: drawn, and grown by a run. */
import path from 'node:path';
import { writeAtomically } from '../atomic-write.ts';
import { historyEntryOf } from '../compare/history-entry.ts';
import { trendView } from '../compare/trends.ts';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { renderHistorySummary } from '../report/history/terminal.ts';
import { appendHistory, readHistory } from '../results/history-file.ts';
import { readResults } from '../results/run-folder.ts';
import type { ProfileName } from '../results/schema.ts';
import { findResults } from './find-results.ts';
import { terminal } from './terminal.ts';

export interface DrawOptions {
  /** By default that of the newest run. */
  profile?: ProfileName;
  /** Where the page is written: by default beside the history. */
  html?: string;
}

export interface AppendOptions {
  /** The history. */
  file: string;
  /** Where runs are. */
  out: string;
}

/** Prints a summary and writes the page. @throws DuetError (exit 2) where there is nothing to draw. */
export async function drawHistory(file: string, { profile, html }: DrawOptions): Promise<void> {
  const view = trendView(readHistory(file), profile);
  if (view === undefined) {
    const ofProfile = profile === undefined ? '' : ` of the ${profile} profile`;
    throw refused(`${file} has no runs${ofProfile}`, 'add one with duet history append');
  }
  process.stdout.write(renderHistorySummary(view, terminal()));
  const page = html ?? path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.html`);
  const { renderHistoryHtml } = await import('../report/history/html.ts');
  explainFileErrors(`write ${page}`, () => writeAtomically(page, renderHistoryHtml(view)));
  console.log(`\nPage: ${path.relative('', page)}`);
}

/** @throws DuetError: exit 2 for what cannot be read, 5 for a run that nobody should trust. */
export function appendToHistory(given: string, { file, out }: AppendOptions): void {
  const results = readResults(findResults(given, out));
  refuseUntrustworthy(results);
  const entry = historyEntryOf(results);
  const added = appendHistory(file, entry);
  console.log(`${file}: run ${entry.run}${added ? '' : ' was already there'}`);
}
