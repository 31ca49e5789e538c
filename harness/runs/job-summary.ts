/** The summary page of a job of GitHub Actions. */
import { appendFileSync, statSync } from 'node:fs';
import { explainFileErrors } from '../file-errors.ts';

/** What GitHub takes of one step; a larger file is dropped as a whole. */
const MOST_BYTES = 1024 * 1024;

/** Appends a report to the file that GitHub names, as it asks for; nothing where it names none or the file is full. */
export function appendJobSummary(markdown: string, file = process.env.GITHUB_STEP_SUMMARY): void {
  if (!file) return;
  const text = `${markdown}\n`;
  const written = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (written + Buffer.byteLength(text) > MOST_BYTES) return;
  explainFileErrors(`append to GITHUB_STEP_SUMMARY, ${file}`, () => appendFileSync(file, text));
}
