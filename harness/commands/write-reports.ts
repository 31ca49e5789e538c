/** Showing results: every file of a run's folder, and the summary on the terminal. */
import { renderHtml } from '../report/html.ts';
import { interopFiles } from '../report/interop/index.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderSummary } from '../report/summary.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { Results } from '../results/schema.ts';
import { terminal } from './terminal.ts';

/** @returns the names of the files that people open, the first one first. */
export async function writeReports(folder: RunFolder, results: Results): Promise<string[]> {
  folder.write('results.json', toJson(results));
  folder.write('report.md', renderMarkdown(results));
  folder.write('report.html', await renderHtml(results));
  folder.write('junit.xml', renderJunit(results));
  for (const [name, text] of Object.entries(interopFiles(results))) folder.write(`interop/${name}`, text);
  return ['report.html', 'report.md', 'results.json'];
}

export function printSummary(results: Results): void {
  console.log(renderSummary(results, terminal()));
}
