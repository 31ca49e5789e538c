/**
 * Fails unless a results.json holds a complete comparison: five patterns, both stacks, `before` and every other variant
 * measured. For CI, after `make compare`.
 *
 *   check-results.ts out/latest/results.json
 */
import { readFileSync } from 'node:fs';
import { PATTERNS, type Results, STACKS } from '../results/schema.ts';

const file = process.argv[2];
if (!file) {
  console.error('usage: check-results.ts <results.json>');
  process.exit(2);
}
const problems = incomplete(JSON.parse(readFileSync(file, 'utf8')) as Results);
for (const problem of problems) console.error(`${file}: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

function incomplete(results: Results): string[] {
  const found: string[] =
    results.status === 'complete' ? [] : [`the run is ${results.status}: ${results.status_reason}`];
  for (const pattern of PATTERNS) {
    const stacks = results.patterns.find((result) => result.pattern === pattern)?.stacks;
    for (const stack of STACKS) {
      const cells = stacks?.[stack]?.cells ?? [];
      const measured = cells.filter((cell) => cell.status === 'measured').map((cell) => cell.variant);
      for (const variant of ['before', 'after', ...cells.map((cell) => cell.variant)]) {
        if (!measured.includes(variant)) found.push(`${pattern}, ${stack}, ${variant}: not measured`);
      }
    }
  }
  return [...new Set(found)];
}
