import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { pinSelf } from '../lab/placement.ts';
import { requirements } from '../lab/preflight.ts';
import { profiles, type Sizes } from '../patterns/profiles.ts';
import { openProgress } from '../progress.ts';
import { describePlan } from '../protocol/describe-plan.ts';
import { makePlan } from '../protocol/plan.ts';
import { createRunFolder, pruneRuns } from '../results/run-folder.ts';
import type { RunHeader, Sample } from '../results/schema.ts';
import { conclude } from './conclude.ts';
import { measure } from './measure.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { type Commission, describeRun } from './run-header.ts';
import { newRunId, openSession } from './session.ts';

/** Runs beyond the newest this many are removed when a new one starts. */
const KEPT_RUNS = 20;

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
  duet compare --profile standard --dry-run

Runs are kept in out/<run-id>/, out/latest points to the newest; the newest ${KEPT_RUNS} are kept.
Exit codes: 0 fine, 2 wrong usage, 3 services disagree, 4 environment, 5 run invalid, 130 interrupted.`,
    )
    .action(compare);
}

async function compare(options: RunOptions): Promise<void> {
  const { pattern: patterns, stack: stacks, profile, out } = options;
  const { sizes, blocks: profileBlocks } = profiles[profile];
  const seed = options.seed ?? Date.now() % 2 ** 31;
  const blocks = options.blocks ?? profileBlocks;
  const plan = makePlan({ patterns, stacks, blocks, seed });
  if (options.dryRun) {
    console.log(describePlan(plan, sizes));
    return;
  }
  const signal = abortOnSignals();
  const progress = openProgress();
  refuseWithoutRoom(sizes, out, patterns.includes('streaming'));

  const id = newRunId(profile);
  const commission: Commission = {
    id,
    command: [...process.argv.slice(2), ...(options.seed === undefined ? ['--seed', seed] : [])].join(' '),
    started_at: new Date().toISOString(),
    profile,
    seed,
    blocks,
    planned_trials: plan.reduce((sum, { trials }) => sum + trials.length, 0),
    patterns,
    stacks,
  };
  const folder = createRunFolder(out, id);
  pruneRuns(out, KEPT_RUNS, id);

  let header: RunHeader | undefined;
  const samples: Sample[] = [];
  let failure: unknown;
  try {
    progress.step('starting PostgreSQL, the upstream stub and the proxy');
    await using session = await openSession({ runId: id, out, logDir: path.join(folder.dir, 'logs'), signal });
    const { lab } = session;
    const prepared = await prepare(lab, { patterns, stacks, sizes, progress, signal });
    header = describeRun(commission, lab, prepared);
    folder.writeHeader(header);
    pinSelf();
    await measure(plan, { lab, sizes: prepared.sizes, signal, folder, samples, progress });
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  }
  progress.end();
  if (header === undefined) throw failure;
  await conclude({ header, samples, failure, folder, json: options.json ?? false });
}

function refuseWithoutRoom(sizes: Sizes, out: string, streaming: boolean): void {
  const fileBytes = streaming ? sizes.file_bytes : 0;
  const lacking = requirements(fileBytes, path.resolve(out, 'files')).find(({ ok }) => !ok);
  if (lacking === undefined) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new DuetError(
    `not enough ${lacking.what}: this profile needs ${gigabytes(lacking.neededBytes)}, ${gigabytes(lacking.availableBytes)} are available`,
    { exitCode: EXIT.environment, hint: lacking.hint },
  );
}
