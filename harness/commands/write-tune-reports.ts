/** Showing a run of tune: every file of its folder, and the summary on the terminal. */
import { renderTuneHtml } from '../report/tune/html.ts';
import { renderTuneMarkdown } from '../report/tune/markdown.ts';
import { renderTuneSummary } from '../report/tune/summary.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { TuneResults } from '../results/schema.ts';
import { TUNE_FILE } from '../results/tune-folder.ts';
import { terminal } from './terminal.ts';

/** @returns the names of the files that people open, the first one first. */
export async function writeTuneReports(folder: RunFolder, results: TuneResults): Promise<string[]> {
  folder.write(TUNE_FILE, toJson(results));
  folder.write('tune.md', renderTuneMarkdown(results));
  folder.write('tune.html', await renderTuneHtml(results));
  return ['tune.html', 'tune.md', TUNE_FILE];
}

export function printTuneSummary(results: TuneResults, files: string[]): void {
  process.stdout.write(renderTuneSummary(results, { ...terminal(), files }));
}
