import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { requirements } from '../lab/preflight.ts';
import { profiles, type Sizes } from '../patterns/profiles.ts';
import { remainingPhases } from '../protocol/continuity.ts';
import { describePlan } from '../protocol/describe-plan.ts';
import { countTrials, planOf } from '../protocol/plan.ts';
import { describeCurves, remainingSweeps } from '../protocol/plan-curves.ts';
import { leastBudgetMs, PILOT_BLOCKS } from '../protocol/time-budget.ts';
import { createRunFolder, openRunFolder, pruneRuns } from '../results/run-folder.ts';
import { carryOut, type Undertaking } from './carry-out.ts';
import { commandLine } from './command-line.ts';
import { commissionCurves, curvePlanOf, expectedCurvesMs } from './curves.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { findRun, readInterrupted, refuseContradictions } from './resume.ts';
import { lockRun } from './run-lock.ts';
import { newRunId } from './session.ts';
import { refuseTooShort } from './time-budget.ts';

/** Runs beyond the newest this many are removed when a new one starts. */
export const KEPT_RUNS = 20;

export function addCompare(program: Command): void {
  addRunOptions(program.command('compare'))
    .description('measure the patterns in both stacks and write one side-by-side report')
    .addHelpText(
      'after',
      `
Examples:
  duet compare
  duet compare --profile seed --pattern streaming
  duet compare --pattern pooling,parallel --blocks 8 --seed 42
  duet compare --time-budget 5m
  duet compare --curves --pattern batching,parallel
  duet compare --profile standard --dry-run
  duet compare --resume latest

Runs are kept in out/<run-id>/, out/latest points to the newest; the newest ${KEPT_RUNS} are kept.
Exit codes: 0 fine, 2 wrong usage, 3 services disagree, 4 environment, 5 run invalid, 130 interrupted.`,
    )
    .action(compare);
}

async function compare(options: RunOptions, command: Command): Promise<void> {
  if (options.resume !== undefined) return resume(options.resume, options, command);
  const undertaking = newRun(options);
  if (options.dryRun) return printPlan(undertaking);
  refuseWithoutRoom(undertaking);
  const { commission, out } = undertaking;
  const folder = createRunFolder(out, commission.id);
  using _lock = lockRun(folder.dir);
  pruneRuns(out, KEPT_RUNS, commission.id);
  await carryOut(undertaking, folder, options);
}

async function resume(given: string, options: RunOptions, command: Command): Promise<void> {
  const dir = findRun(given, options.out);
  // Before anything is read: a run that is still going on would read on disk like an interrupted one.
  using _lock = lockRun(dir);
  const earlier = readInterrupted(dir);
  refuseContradictions(command, options, earlier.header);
  const undertaking: Undertaking = {
    commission: { ...earlier.header, started_at: new Date().toISOString() },
    sizes: earlier.header.sizes as unknown as Sizes,
    out: path.dirname(dir),
    earlier,
  };
  if (options.dryRun) return printPlan(undertaking);
  refuseWithoutRoom(undertaking);
  const folder = openRunFolder(dir);
  folder.mend();
  await carryOut(undertaking, folder, options);
}

function newRun(options: RunOptions): Undertaking {
  const { profile, pattern: patterns, stack: stacks, seed = Date.now() % 2 ** 31, timeBudget, out } = options;
  const { sizes, blocks: profileBlocks, fewerBlocks } = profiles[profile];
  // A budget is for intervals: curves have to be asked for.
  const wanted = options.curves ?? (timeBudget === undefined ? undefined : false);
  const curves = commissionCurves({ profile, patterns, stacks, seed, wanted });
  if (timeBudget !== undefined) {
    const curvesMs = curves === undefined ? 0 : expectedCurvesMs({ curves, patterns, stacks, seed }, sizes);
    refuseTooShort(timeBudget, leastBudgetMs({ patterns, stacks, seed }, sizes) + curvesMs);
  }
  const commission = {
    id: newRunId(profile),
    command: commandLine([...process.argv.slice(2), ...(options.seed === undefined ? ['--seed', String(seed)] : [])]),
    started_at: new Date().toISOString(),
    profile,
    seed,
    blocks: timeBudget === undefined ? (options.blocks ?? profileBlocks) : PILOT_BLOCKS,
    ...(fewerBlocks && timeBudget === undefined && options.blocks === undefined ? { fewer_blocks: fewerBlocks } : {}),
    ...(timeBudget === undefined ? {} : { time_budget: { budget_ms: timeBudget } }),
    ...(curves === undefined ? {} : { curves }),
    patterns,
    stacks,
  };
  return { commission: { ...commission, planned_trials: countTrials(planOf(commission)) }, sizes, out };
}

function printPlan({ commission, sizes, earlier }: Undertaking): void {
  console.log(describePlan(remainingPhases(planOf(commission), earlier?.phases ?? []), sizes, commission.time_budget));
  const sweeps = remainingSweeps(curvePlanOf(commission, sizes), earlier?.curveSamples ?? []);
  if (sweeps.length > 0) console.log(describeCurves(sweeps, sizes));
}

function refuseWithoutRoom({ commission, sizes, out }: Undertaking): void {
  const fileBytes = commission.patterns.includes('streaming') ? sizes.file_bytes : 0;
  const lacking = requirements(fileBytes, path.resolve(out, 'files')).find(({ ok }) => !ok);
  if (lacking === undefined) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new DuetError(
    `not enough ${lacking.what}: this profile needs ${gigabytes(lacking.neededBytes)}, ${gigabytes(lacking.availableBytes)} are available`,
    { exitCode: EXIT.environment, hint: lacking.hint },
  );
}
