/** Showing a diff: every file of its folder, and the summary on the terminal. */
import { renderDiffHtml } from '../report/diff/html.ts';
import { renderDiffMarkdown } from '../report/diff/markdown.ts';
import { renderDiffSummary } from '../report/diff/summary.ts';
import { interopFiles } from '../report/interop/index.ts';
import { renderJunit } from '../report/junit.ts';
import { DIFF_FILE } from '../results/diff-folder.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { DiffResults } from '../results/schema.ts';
import { terminal } from './terminal.ts';

/** @returns the names of the files that people open, the first one first. */
export async function writeDiffReports(folder: RunFolder, results: DiffResults): Promise<string[]> {
  folder.write(DIFF_FILE, toJson(results));
  folder.write('diff.md', renderDiffMarkdown(results));
  folder.write('diff.html', await renderDiffHtml(results));
  folder.write('junit.xml', renderJunit(results));
  for (const [name, text] of Object.entries(interopFiles(results))) folder.write(`interop/${name}`, text);
  return ['diff.html', 'diff.md', DIFF_FILE];
}

export function printDiffSummary(results: DiffResults, files: string[]): void {
  process.stdout.write(renderDiffSummary(results, { ...terminal(), files }));
}
