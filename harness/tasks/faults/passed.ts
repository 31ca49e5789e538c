/** When the test of each fault last passed: passed.jsonl, which is committed, and from which harness/docs/faults.md takes it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PASSED_FILE = fileURLToPath(new URL('./passed.jsonl', import.meta.url));

export interface Passed {
  id: string;
  /** HEAD then; with `+` where the working tree had changes of its own. */
  commit: string;
  /** The day, e.g. 2026-11-30. */
  date: string;
  /** How long the test took. */
  seconds: number;
}

export function readPassed(file = PASSED_FILE): Map<string, Passed> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Passed).map((one) => [one.id, one]));
}

/** Puts passes over those that are kept. A line for each fault, in the order of their names. */
export function keepPassed(passes: readonly Passed[], file = PASSED_FILE): void {
  const kept = readPassed(file);
  for (const one of passes) kept.set(one.id, one);
  const lines = [...kept.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(file, lines.join(''));
}
