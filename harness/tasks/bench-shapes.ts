/**
 * Does a diff find the removal of what a pattern is for? Makes each of shape-removals.ts in a copy of the working tree,
 * lets `duet diff --counts-only` narrowed to its pattern and stack judge it, and prints a table for README.md.
 *
 *   bench-shapes.ts [--only workers,node] [--equal 10] [--burner]
 *
 * --equal n compares the copy with itself n times instead, all patterns and stacks; --burner keeps one core busy meanwhile.
 * Exit code 1 when a removal is missed, or a fact changed where nothing did.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { repositoryRoot } from '../lab/source.ts';
import { whyText } from '../report/diff/sentences.ts';
import { valueText } from '../report/kit/format.ts';
import { isCell } from '../results/cell-name.ts';
import { type DiffResults, type DiffRow, SIDES } from '../results/schema.ts';
import { burnBeside, copyCode, copySides, runDiff } from './bench-diff.ts';
import { markdownTable } from './bench-table.ts';
import { applyEdits, REMOVALS, type Removal } from './shape-removals.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    equal: { type: 'string', default: '0' },
    burner: { type: 'boolean', default: false },
  },
});
/** In the place of what was not found. */
const MISSED = 'MISSED';
const signal = abortOnSignals();
const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-shapes-'));
try {
  await copyCode(dir);
  using _burner = options.burner ? burnBeside(0) : undefined;
  const found = Number(options.equal) > 0 ? await compareEqual(Number(options.equal)) : await removeEach();
  if (!found) process.exitCode = EXIT.regression;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

async function removeEach(): Promise<boolean> {
  const only = options.only.split(',').filter(Boolean);
  const wanted = REMOVALS.filter((one) => only.every((word) => Object.values(one).includes(word)));
  const rows: string[][] = [];
  for (const removal of wanted) {
    const { pattern, stack, title, base = [], edits } = removal;
    console.error(`bench-shapes: ${pattern}, ${stack}: ${title}`);
    const there = await diff([base, edits], ['--pattern', pattern, '--stack', stack]);
    if (told(there.results, removal, 'regression') === MISSED) console.error(`bench-shapes: ${whyText(there.results)}`);
    const back = await diff([edits, base], ['--pattern', pattern, '--stack', stack]);
    rows.push([
      ...[pattern, stack, removal.variant, title],
      ...[told(there.results, removal, 'regression'), String(there.exitCode), `${(there.ms / 1_000).toFixed(1)} s`],
      ...[told(back.results, removal, 'improvement'), String(back.exitCode)],
    ]);
  }
  console.log(
    markdownTable(
      ['pattern', 'stack', 'variant', 'change', 'called worse', 'exit', 'time', 'in reverse, better', 'exit'],
      rows,
    ),
  );
  return rows.every(([, , , , worse, exit, , better]) => worse !== MISSED && exit === '1' && better !== MISSED);
}

async function compareEqual(times: number): Promise<boolean> {
  const rows: string[][] = [];
  for (let n = 1; n <= times; n++) {
    console.error(`bench-shapes: nothing changed, ${n} of ${times}`);
    const { results, exitCode, ms } = await diff([[], []], []);
    const of = (...verdicts: string[]) => results.rows.filter(({ verdict }) => verdicts.includes(verdict)).map(named);
    rows.push([
      ...[String(n), of('regression', 'improvement').join(', ') || 'none', of('invalid').join(', ') || 'none'],
      ...[String(exitCode), `${(ms / 1_000).toFixed(1)} s`],
    ]);
  }
  console.log(markdownTable(['', 'changed', 'undecided', 'exit', 'time'], rows));
  return rows.every(([, changed]) => changed === 'none');
}

/** The expected facts that have this verdict, with their values. */
function told({ rows }: DiffResults, removal: Removal, verdict: DiffRow['verdict']): string {
  const found = rows.filter((row) => isCell(row, removal) && row.verdict === verdict);
  const expected = found.filter(({ metric }) => removal.facts.includes(metric.id));
  return expected.map(named).join(', ') || MISSED;
}

function named({ metric, base, head }: DiffRow): string {
  const [from, to] = [base, head].map((value) => (value === null ? '–' : valueText(value, metric)));
  return `${metric.id} ${from} → ${to}`;
}

async function diff(edits: [Removal['edits'], Removal['edits']], narrowed: string[]) {
  const sides = await copySides(dir);
  for (const [n, side] of SIDES.entries()) applyEdits(sides[side], edits[n] ?? []);
  return runDiff({ dir, out: path.join(repositoryRoot, 'out/bench-shapes'), signal }, sides, [
    ...narrowed,
    '--counts-only',
  ]);
}
