/**
 * Does the gate find what it must, and nothing else? Injects real changes into the services of a copy of the working
 * tree, lets `duet diff` judge them, and prints what it said.
 *
 *   bench-gate.ts [--minutes 30] [--only pooling,python,+5] [--again] [--results out/bench-gate/diffs.jsonl]
 *
 * It runs for as long as told and goes on where it stopped: a diff that is in the results is not made again, unless
 * --again asks for it. --only takes names of changes, patterns and stacks; --minutes 0 prints the table alone. Leave the
 * machine alone meanwhile. Exit code 1 when a target is missed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { budgetOf, CALIBRATION, CHANGES, type Change, type Target } from './bench-gate-changes.ts';
import { type Bench, type BenchedDiff, benchDiff, copyCode } from './bench-gate-diff.ts';
import { arrivedShare, type KeptDiff, keep, keyOf, measuredBase, readKept } from './bench-gate-kept.ts';
import { gateTable } from './bench-gate-table.ts';

type Planned = Omit<BenchedDiff, 'amount'>;

/** How long a diff that only counts may take. */
const COUNTS_MS = 20_000;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
    results: { type: 'string', default: 'out/bench-gate/diffs.jsonl' },
  },
});
const endMs = performance.now() + Number(options.minutes) * 60_000;
const signal = abortOnSignals();
const kept = readKept(options.results);
const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-gate-'));
try {
  await copyCode(dir);
  await work({ dir, out: path.join(path.dirname(options.results), 'runs'), signal });
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-gate: ${error.message}`);
  process.exitCode = error.exitCode;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
const table = gateTable(kept);
console.log(table);
if (/^MISSED/m.test(table)) process.exitCode ??= EXIT.regression;

async function work(bench: Bench): Promise<void> {
  const done = new Set(kept.map(keyOf));
  const wanted = planned(options.only.split(',').filter(Boolean));
  const left = options.again ? wanted : wanted.filter((diff) => !done.has(keyOfPlanned(diff)));
  for (const [index, diff] of left.entries()) {
    if (performance.now() + expectedMs(diff) > endMs) break;
    console.error(`bench-gate: ${index + 1} of ${left.length}: ${keyOfPlanned(diff)}`);
    record(await benchDiff(bench, { ...diff, amount: await amountOf(bench, diff) }));
  }
}

/** First once of everything, then twice: whenever it stops, all changes were tried about equally often. */
function planned(only: string[]): Planned[] {
  const selects = (names: readonly string[]) => {
    const asked = only.filter((name) => names.includes(name));
    return (name: string | undefined) => asked.length === 0 || (name !== undefined && asked.includes(name));
  };
  const names = CHANGES.map(({ name }) => name);
  const unknown = only.find((name) => ![...names, ...PATTERNS, ...STACKS].includes(name));
  if (unknown !== undefined) {
    const known = [...new Set(names), ...PATTERNS, ...STACKS].join(', ');
    throw new DuetError(`--only knows no "${unknown}", but ${known}`, { exitCode: EXIT.usage });
  }
  const [isChange, isPattern, isStack] = [selects(names), selects(PATTERNS), selects(STACKS)];
  return CHANGES.flatMap((change) =>
    change.cells.flatMap((target) => Array.from({ length: change.runs }, (_, run) => ({ change, target, run }))),
  )
    .filter(({ change, target }) => isChange(change.name) && isPattern(target?.pattern) && isStack(target?.stack))
    .sort((a, b) => a.run - b.run);
}

function keyOfPlanned({ change, target, run }: Planned): string {
  return keyOf({ change: change.name, ...target, run });
}

function expectedMs({ change, target }: Planned): number {
  return change.countsOnly ? COUNTS_MS : budgetOf(target).ms;
}

/** So much that it changes the metric by `share`: by what the unchanged endpoint takes here, and how much of it arrives. */
async function amountOf(bench: Bench, { change, target }: Planned): Promise<number> {
  const { share, expected, name } = change;
  if (share === undefined || expected === undefined || target === undefined) return 0;
  const { metric } = expected;
  const base = await knownFrom(bench, target, 'a/a', () => measuredBase(kept, target, metric));
  // Memory that is held is there; nobody knows how much of busy work is.
  const isKnown = metric !== 'cpu' || name === CALIBRATION;
  const arrives = isKnown
    ? (arrivedShare(kept, target, metric) ?? 1)
    : await knownFrom(bench, target, CALIBRATION, () => arrivedShare(kept, target, metric));
  return (share * base) / arrives;
}

/** What the diffs so far tell, or else one of this name that is made first. */
async function knownFrom(bench: Bench, target: Target, name: string, find: () => number | undefined): Promise<number> {
  const known = find();
  if (known !== undefined && known > 0) return known;
  const diff = { change: CHANGES.find((change) => change.name === name) as Change, target, run: 0 };
  console.error(`bench-gate: first ${keyOfPlanned(diff)}, to size the change`);
  const { why } = record(await benchDiff(bench, { ...diff, amount: await amountOf(bench, diff) }));
  const found = find();
  if (found !== undefined && found > 0) return found;
  const hint = 'leave the machine alone meanwhile';
  throw new DuetError(`how much to inject is not known: ${why} (${hint})`, { exitCode: EXIT.invalid });
}

function record(diff: KeptDiff): KeptDiff {
  keep(options.results, diff);
  const same = kept.findIndex((one) => keyOf(one) === keyOf(diff));
  if (same === -1) kept.push(diff);
  else kept[same] = diff;
  return diff;
}
