import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { createRunFolder, openRunFolder, pruneRuns } from '../results/run-folder.ts';
import { commandLine } from './command-line.ts';
import { KEPT_RUNS } from './compare.ts';
import { addBaselineOptions, type BaselineOptions, diffBaseline } from './diff-baseline.ts';
import type { DiffCommission } from './diff-header.ts';
import { addDiffOptions, alertsOf, type DiffOptions } from './diff-options.ts';
import { expectPlan, printDiffPlan } from './diff-plan.ts';
import { againAs, readInterruptedDiff, refuseOtherDiff } from './diff-resume.ts';
import { carryOutDiff, type DiffUndertaking } from './diff-run.ts';
import { findRun } from './resume.ts';
import { lockRun } from './run-lock.ts';
import { newRunId } from './session.ts';

export function addDiff(program: Command): void {
  addBaselineOptions(addDiffOptions(program.command('diff')))
    .description('did head make anything slower than base? interleaved on this machine, with an exit code for CI')
    .argument('[base]', 'a git ref or a folder (a name that is both is the ref; write ./name for the folder)')
    .argument('[head]', 'the same (default: the working tree as it is now)')
    .addHelpText(
      'after',
      `
Examples:
  duet diff main
  duet diff HEAD~1 HEAD --pattern pooling,parallel --stack node --time-budget 75s
  duet diff main --counts-only
  duet diff main --threshold cpu=5% --alert cpu=2% --fail-on inconclusive
  duet diff main --dry-run
  duet diff ../base-checkout ./
  duet diff --resume latest
  duet diff --baseline main --tolerance 30%

With --baseline nothing is measured: the newest results of duet compare are held to stored ones (duet baseline --help).

Counts (statements, round trips, calls) are exact: any increase fails. CPU per request fails from its threshold on; time,
capacity and memory do with --strict. Files: out/latest/diff.html, diff.md, diff.json, junit.xml, interop/.
Exit codes: 0 nothing worse, 1 a regression, 2 wrong usage, 3 a side does not speak the contract, 4 environment,
5 invalid (nothing can be said), 130 interrupted.`,
    )
    .action(diff);
}

async function diff(
  base: string | undefined,
  head: string | undefined,
  options: DiffOptions & BaselineOptions,
  command: Command,
): Promise<void> {
  if (options.baseline !== undefined) return diffBaseline(options.baseline, [base, head], options, command);
  if (options.resume !== undefined) return resume(options.resume, { base, head }, options, command);
  const undertaking = newDiff({ base, head }, options);
  const expected = expectPlan(undertaking.commission);
  if (options.dryRun) return printDiffPlan(expected);
  const { commission, out } = undertaking;
  const folder = createRunFolder(out, commission.id);
  using _lock = lockRun(folder.dir);
  pruneRuns(out, KEPT_RUNS, commission.id);
  await carryOutDiff(undertaking, folder, options);
}

async function resume(
  given: string,
  sides: DiffUndertaking['sides'],
  options: DiffOptions,
  command: Command,
): Promise<void> {
  const dir = findRun(given, options.out, 'diff');
  // Before anything is read: a diff that is still going on would read on disk like an interrupted one.
  using _lock = lockRun(dir);
  const earlier = readInterruptedDiff(dir);
  const { header } = earlier;
  refuseOtherDiff(command, { sides, options }, header);
  const folder = openRunFolder(dir);
  folder.mend();
  const undertaking: DiffUndertaking = {
    commission: { ...header, started_at: new Date().toISOString() },
    sides: { base: againAs(header.sides.base), head: againAs(header.sides.head) },
    evenIfEqual: true,
    out: path.dirname(dir),
    earlier,
  };
  await carryOutDiff(undertaking, folder, options);
}

function newDiff(sides: DiffUndertaking['sides'], options: DiffOptions): DiffUndertaking {
  const { pattern: patterns, stack: stacks, seed = Date.now() % 2 ** 31, timeBudget, out } = options;
  if (sides.base === undefined) {
    throw new DuetError('there is no base to compare with', {
      exitCode: EXIT.usage,
      hint: 'duet diff main, or make diff BASE=main; a folder will do, too',
    });
  }
  const commission: DiffCommission = {
    id: newRunId('diff'),
    command: commandLine([...process.argv.slice(2), ...(options.seed === undefined ? ['--seed', String(seed)] : [])]),
    started_at: new Date().toISOString(),
    seed,
    budget_ms: timeBudget,
    counts_only: options.countsOnly,
    thresholds: options.threshold,
    alerts: alertsOf(options),
    fail_on: options.failOn,
    strict: options.strict,
    patterns,
    stacks,
  };
  return { commission, sides, evenIfEqual: options.evenIfEqual ?? false, out };
}
