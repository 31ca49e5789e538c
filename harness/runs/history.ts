/** The history of gains, from run to run: drawn, and grown by a run. */
import path from 'node:path';
import v8 from 'node:v8';
import { writeAtomically } from '../atomic-write.ts';
import { historyEntryOf } from '../compare/history-entry.ts';
import { trendViews } from '../compare/trends.ts';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { historyDocument } from '../report/history/document.ts';
import { listed } from '../report/kit/format.ts';
import { appendHistory, readHistory } from '../results/history-file.ts';
import { readResults } from '../results/run-folder.ts';
import type { ProfileName } from '../results/schema.ts';
import type { TrendView } from '../results/trends.ts';
import { findResults } from './find-results.ts';
import { terminal } from './terminal.ts';

export interface DrawOptions {
  /** By default that of the newest run. */
  profile?: ProfileName;
  /** By default all. */
  service?: string;
  /** Where the page is written: by default beside the history. */
  html?: string;
}

export interface AppendOptions {
  /** The history. */
  file: string;
  /** What was measured, where the history holds the runs of several services. */
  service?: string;
  /** Where runs are. */
  out: string;
}

/** Prints a summary and writes the page. @throws DuetError (exit 2) where there is nothing to draw. */
export async function drawHistory(file: string, { profile, service, html }: DrawOptions): Promise<void> {
  keepHeapSmall();
  const views = chosen(trendViews(readHistory(file), profile), file, { profile, service });
  const page = await historyDocument.pages['history.html'](views);
  process.stdout.write(historyDocument.terminal(views, terminal()));
  const written = html ?? pageBeside(file, service);
  explainFileErrors(`write ${written}`, () => writeAtomically(written, page));
  console.log(`\nPage: ${path.relative('', written)}`);
}

/**
 * Every line is garbage as soon as its numbers are taken, and V8 answers much garbage with a larger young generation: 250 MB at
 * 10,000 runs instead of 170. It looks at this flag whenever that would grow.
 */
function keepHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}

function chosen(
  views: readonly TrendView[],
  file: string,
  { profile, service }: { profile: ProfileName | undefined; service: string | undefined },
): readonly TrendView[] {
  const found = service === undefined ? views : views.filter((view) => view.service === service);
  if (found.length > 0) return found;
  const ofProfile = profile === undefined ? '' : ` of the ${profile} profile`;
  const named = views.flatMap((view) => view.service ?? []);
  if (service === undefined || views.length === 0)
    throw refused(`${file} has no runs${ofProfile}`, 'add one with duet history append');
  throw refused(
    `${file} has no runs${ofProfile} of ${service}`,
    named.length === 0 ? 'its runs name no service' : `it has those of ${listed(named)}`,
  );
}

/** history.html beside history.jsonl; history-orders.html for one of several services. */
function pageBeside(file: string, service: string | undefined): string {
  const name = path.basename(file, path.extname(file));
  return path.join(path.dirname(file), `${name}${service === undefined ? '' : `-${service}`}.html`);
}

/** @throws DuetError: exit 2 for what cannot be read, 5 for a run that nobody should trust. */
export async function appendToHistory(given: string, { file, service, out }: AppendOptions): Promise<void> {
  const results = readResults(findResults(given, out));
  refuseUntrustworthy(results);
  const entry = historyEntryOf(results, service);
  const added = await appendHistory(file, entry);
  console.log(`${file}: run ${entry.run}${added ? '' : ' was already there'}`);
}
