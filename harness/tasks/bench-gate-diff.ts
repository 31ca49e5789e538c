/** One diff of the bench of the gate: the change in one of its sides, and what is kept of the verdict on it. */
import os from 'node:os';
import { ruleVersion } from '../diff/rule-version.ts';
import { startForeignAccount } from '../lab/foreign-cpu.ts';
import { hasProc } from '../lab/proc.ts';
import { whyText } from '../report/diff/sentences.ts';
import { codeName } from './bench-code.ts';
import { burnBeside, copySides, runDiff, runShares, type Workbench } from './bench-diff.ts';
import { budgetOf } from './bench-gate-changes.ts';
import { type KeptDiff, keptRows, thisMachine } from './bench-gate-kept.ts';
import type { PlannedDiff } from './bench-gate-plan.ts';

/** The length of what is kept of the reason for a verdict. */
const MOST_CHARACTERS = 300;

/** @throws Error when the diff neither judged nor refused to, Interrupted when it was stopped. */
export async function benchDiff(bench: Workbench, planned: PlannedDiff): Promise<KeptDiff> {
  const { change, target, amount, seed } = planned;
  const sides = await copySides(bench.dir);
  if (target !== undefined) change.inject?.(sides[change.side], target, amount);

  const narrowed = target === undefined ? [] : ['--pattern', target.pattern, '--stack', target.stack];
  const budget = budgetOf(change, target)?.text ?? null;
  const { shards } = change;
  const [load = 0] = os.loadavg();
  const foreignCores = startForeign();
  using _burner = change.burner ? burnBeside(seed) : undefined;
  const options = [...narrowed, '--seed', String(seed)];
  const { results, exitCode, ms } =
    shards === undefined
      ? await runDiff(bench, sides, [...options, ...(budget === null ? ['--counts-only'] : ['--time-budget', budget])])
      : await runShares(bench, sides, { shards, options });
  const foreign = foreignCores();
  return {
    rule: ruleVersion(),
    change: change.name,
    ...target,
    amount: Number(amount.toPrecision(6)),
    seed,
    budget,
    at: new Date().toISOString(),
    commit: await codeName(),
    machine: thisMachine(),
    foreign_cores: foreign,
    load_average: Number(load.toFixed(2)),
    ms,
    exit_code: exitCode,
    verdict: results.verdict,
    why: whyText(results).slice(0, MOST_CHARACTERS),
    rows: keptRows(results, change, target),
  };
}

/** Cores that others keep busy, from now until it is called. All of the bench are ours: the diff, its lab and its burner. */
function startForeign(): () => number | null {
  const close = hasProc ? startForeignAccount({ roots: [process.pid] }) : () => undefined;
  return () => {
    const foreign = close();
    return foreign === undefined ? null : Number((foreign.cpuMs / foreign.elapsedMs).toFixed(3));
  };
}
