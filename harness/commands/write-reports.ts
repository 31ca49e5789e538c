/** Writes every file that shows results, into the folder of their run. */
import { renderHtml } from '../report/html.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { Results } from '../results/schema.ts';

/** @returns the names of the files, the one that people open first. */
export async function writeReports(folder: RunFolder, results: Results): Promise<string[]> {
  folder.write('results.json', toJson(results));
  folder.write('report.md', renderMarkdown(results));
  folder.write('report.html', await renderHtml(results));
  return ['report.html', 'report.md', 'results.json'];
}
