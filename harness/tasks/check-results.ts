/**
 * Fails unless a results.json holds a complete comparison: five patterns, both stacks, `before` and every other variant
 * measured, those that are only counted counted. For CI, after `make compare`.
 *
 *   check-results.ts [--noisy] out/latest/results.json
 *
 * --noisy: for a run that was invalid. It passes when nothing but the machine was to blame.
 */
import { parseArgs } from 'node:util';
import { exampleText } from '../report/kit/validity.ts';
import { readResults } from '../results/run-folder.ts';
import { PATTERNS, type Rule, STACKS, type StoredResults } from '../results/schema.ts';

/** What a busy machine does to a run of a faultless program. */
const OF_THE_MACHINE = new Set<Rule>([
  'foreign-cpu',
  'driver-late',
  'driver-saturated',
  'clock-jumped',
  'control-moved',
]);

const { values, positionals } = parseArgs({ options: { noisy: { type: 'boolean' } }, allowPositionals: true });
const [file] = positionals;
if (file === undefined) {
  console.error('usage: check-results.ts [--noisy] <results.json>');
  process.exit(2);
}
const results = readResults(file);
const problems = [...incomplete(results), ...(values.noisy ? faults(results) : [])];
for (const problem of problems) console.error(`${file}: ${problem}`);
if (values.noisy && problems.length === 0) console.error(`${file}: refused because of the machine alone`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** A cell that noise took all trials of has no number, and is there nevertheless. */
function incomplete({ status, status_reason, patterns }: StoredResults): string[] {
  const found = status === 'complete' ? [] : [`the run is ${status}: ${status_reason}`];
  for (const pattern of PATTERNS) {
    const stacks = patterns.find((result) => result.pattern === pattern)?.stacks;
    for (const stack of STACKS) {
      const cells = stacks?.[stack]?.cells ?? [];
      const measured = cells
        .filter(({ status, failure }) => status === 'measured' || failure?.type === 'urn:duet:problem:invalid-trials')
        .map((cell) => cell.variant);
      for (const variant of ['before', 'after', ...cells.map((cell) => cell.variant)]) {
        if (!measured.includes(variant)) found.push(`${pattern}, ${stack}, ${variant}: not measured`);
      }
      const uncounted = (stacks?.[stack]?.counted ?? []).filter(({ inspection }) => inspection === undefined);
      found.push(...uncounted.map(({ variant }) => `${pattern}, ${stack}, ${variant}: not counted`));
    }
  }
  return [...new Set(found)];
}

function faults({ validity }: StoredResults): string[] {
  if (validity === undefined || validity.trustworthy) return ['the run failed, but not because it was invalid'];
  return validity.reasons
    .filter(({ rule }) => !OF_THE_MACHINE.has(rule))
    .map((tally) => `${tally.rule}, ${tally.trials} times: ${exampleText(tally)}`);
}
