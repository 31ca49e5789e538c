/** Showing results: every file of a run's folder, and the summary on the terminal. */
import path from 'node:path';
import type { Document } from '../report/kit/document.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import { terminal } from './terminal.ts';

/** @returns the files that people open, as paths from here, the first one first. */
export async function writeReports<Results>(
  folder: RunFolder,
  { data, pages, forTools }: Document<Results>,
  results: Results,
): Promise<string[]> {
  folder.write(data, toJson(results));
  for (const [name, render] of Object.entries(pages)) folder.write(name, await render(results));
  for (const [name, text] of Object.entries(forTools?.(results) ?? {})) folder.write(name, text);
  return [...Object.keys(pages), data].map((name) => path.relative('', path.join(folder.dir, name)));
}

/** @param files to name at the end. */
export function printSummary<Results>(document: Document<Results>, results: Results, files: string[]): void {
  process.stdout.write(document.terminal(results, { ...terminal(), files }));
}
