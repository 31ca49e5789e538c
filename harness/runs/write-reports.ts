/** Showing results: every file of a run's folder, and the summary on the terminal. */
import path from 'node:path';
import type { Document, Pages } from '../report/kit/document.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import { terminal } from './terminal.ts';

/** @returns the files that people open, as paths from here, the first one first. */
export async function writeReports<Results>(
  folder: RunFolder,
  document: Document<Results>,
  results: Results,
): Promise<string[]> {
  folder.write(document.data, toJson(results));
  return [...(await writePages(folder, document, results)), fromHere(folder, document.data)];
}

/** Without the results themselves. @returns as `writeReports` does. */
export async function writePages<Results>(
  folder: RunFolder,
  { pages, forTools }: Pages<Results>,
  results: Results,
): Promise<string[]> {
  for (const [name, render] of Object.entries(pages)) folder.write(name, await render(results));
  for (const [name, text] of Object.entries(forTools?.(results) ?? {})) folder.write(name, text);
  return Object.keys(pages).map((name) => fromHere(folder, name));
}

const fromHere = ({ dir }: RunFolder, name: string) => path.relative('', path.join(dir, name));

/** @param files to name at the end. */
export function printSummary<Results>(document: Pages<Results>, results: Results, files: string[]): void {
  process.stdout.write(document.terminal(results, { ...terminal(), files }));
}
