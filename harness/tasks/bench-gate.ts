/**
 * Does the gate find what it must, and nothing else? Injects real changes into the services of a copy of the working
 * tree, lets `duet diff` judge them, and prints what it said, as Markdown.
 *
 *   bench-gate.ts [--minutes 25] [--only pooling,python,+5] [--results harness/tasks/bench-gate-diffs.jsonl]
 *
 * Every diff is a line in the results, which are committed: so it goes on from there, on this machine or another. It ends
 * within the minutes: a diff that is expected to end later is not begun, and one that does all the same is stopped and
 * leaves no line. --only takes names of changes, patterns and stacks; --minutes 0 prints the table alone. Exit code 1 when
 * a target is missed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ruleVersion } from '../diff/rule-version.ts';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { repositoryRoot } from '../lab/source.ts';
import { PATTERNS, STACKS } from '../results/schema.ts';
import { copyCode, type Workbench } from './bench-diff.ts';
import { CHANGES, type Change } from './bench-gate-changes.ts';
import { benchDiff } from './bench-gate-diff.ts';
import { cellOf, KEPT_FILE, type KeptDiff, thisMachine } from './bench-gate-kept.ts';
import { expectedMs, nextDiff } from './bench-gate-plan.ts';
import { gateTable } from './bench-gate-table.ts';
import { keep, readKept } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
    results: { type: 'string', default: KEPT_FILE },
  },
});
/** For a diff to end in order when its time is up, and for the table. */
const ENDING_MS = 15_000;
const leftMs = Number(options.minutes) * 60_000 - ENDING_MS;
const endMs = performance.now() + leftMs;
const rule = ruleVersion();
const here = thisMachine();
const kept = readKept<KeptDiff>(options.results);
const ofThisRule = kept.filter((diff) => diff.rule === rule);

if (leftMs > 0) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-gate-'));
  const timeIsUp = AbortSignal.timeout(leftMs);
  const signal = AbortSignal.any([abortOnSignals(), timeIsUp]);
  try {
    await copyCode(dir);
    await work({ dir, out: path.join(repositoryRoot, 'out/bench-gate'), signal });
  } catch (error) {
    if (timeIsUp.aborted) console.error('bench-gate: the time is up; the diff that was going on leaves no line');
    else if (error instanceof DuetError) {
      console.error(`bench-gate: ${error.message}`);
      process.exitCode = error.exitCode;
    } else throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
const table = gateTable(kept, rule);
console.log(table);
if (/^- MISSED/m.test(table)) process.exitCode ??= EXIT.regression;

async function work(bench: Workbench): Promise<void> {
  const changes = chosen(options.only.split(',').filter(Boolean));
  const before = ofThisRule.length;
  for (;;) {
    const next = nextDiff({ changes, kept: ofThisRule, here, before });
    if (next === undefined) return;
    if (performance.now() + expectedMs(next, ofThisRule, here) > endMs) return;
    const left = Math.round((endMs - performance.now()) / 60_000);
    console.error(`bench-gate: ${next.change.title}, ${cellOf(next.target)} (about ${left} min left)`);
    const diff = await benchDiff(bench, next);
    keep(options.results, diff);
    ofThisRule.push(diff);
    kept.push(diff);
  }
}

/** The changes that --only leaves, with the cells that it leaves. */
function chosen(only: readonly string[]): Change[] {
  const names = CHANGES.map(({ name }) => name);
  const unknown = only.find((name) => ![...names, ...PATTERNS, ...STACKS].includes(name));
  if (unknown !== undefined) {
    const known = [...names, ...PATTERNS, ...STACKS].join(', ');
    throw new DuetError(`--only knows no "${unknown}", but ${known}`, { exitCode: EXIT.usage });
  }
  const selects = (all: readonly string[]) => {
    const asked = only.filter((name) => all.includes(name));
    return (name: string | undefined) => asked.length === 0 || (name !== undefined && asked.includes(name));
  };
  const [isChange, isPattern, isStack] = [selects(names), selects(PATTERNS), selects(STACKS)];
  return CHANGES.filter(({ name }) => isChange(name)).map((change) => ({
    ...change,
    diffs: change.diffs.filter((target) => isPattern(target?.pattern) && isStack(target?.stack)),
  }));
}
