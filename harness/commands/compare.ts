import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { ensureFile } from '../lab/files.ts';
import type { Lab } from '../lab/lab.ts';
import { pinSelf } from '../lab/placement.ts';
import { requirements } from '../lab/preflight.ts';
import { profiles, type Sizes } from '../patterns/profiles.ts';
import { openProgress, type Progress } from '../progress.ts';
import { describePlan } from '../protocol/describe-plan.ts';
import { describeEnvironment } from '../protocol/environment.ts';
import { readExcerpts } from '../protocol/excerpts.ts';
import { parityFacts } from '../protocol/parity.ts';
import { expectedMs, expectedTrialMs, makePlan, type PlannedPhase, SERVICES_START_MS } from '../protocol/plan.ts';
import { runPlan } from '../protocol/run.ts';
import { createRunFolder, pruneRuns, type RunFolder } from '../results/run-folder.ts';
import { type RunHeader, type Sample, SCHEMA_VERSION } from '../results/schema.ts';
import { conclude } from './conclude.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { newRunId, openSession } from './session.ts';
import { version } from './version.ts';

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
  const { sizes: profileSizes, blocks: profileBlocks } = profiles[profile];
  const seed = options.seed ?? Date.now() % 2 ** 31;
  const blocks = options.blocks ?? profileBlocks;
  const plan = makePlan({ patterns, stacks, blocks, seed });
  if (options.dryRun) {
    console.log(describePlan(plan, profileSizes));
    return;
  }
  const signal = abortOnSignals();
  const progress = openProgress();
  refuseWithoutRoom(profileSizes, out, patterns.includes('streaming'));

  const id = newRunId(profile);
  const startedAt = new Date().toISOString();
  const folder = createRunFolder(out, id);
  pruneRuns(out, KEPT_RUNS, id);

  let header: RunHeader | undefined;
  const samples: Sample[] = [];
  let failure: unknown;
  try {
    progress.step('starting PostgreSQL, the upstream stub and the proxy');
    await using session = await openSession({ runId: id, out, logDir: path.join(folder.dir, 'logs'), signal });
    const { lab } = session;
    if (patterns.includes('streaming')) {
      progress.step(`preparing the file of ${profileSizes.file_bytes / 1e6} MB`);
      await ensureFile(lab.filesDir, profileSizes.file_bytes, signal);
    }
    const { health, calibration } = await prepare(lab, { patterns, stacks, sizes: profileSizes, progress, signal });
    const sizes: Sizes = {
      ...profileSizes,
      report_size_node: calibration.node?.size ?? 0,
      report_size_python: calibration.python?.size ?? 0,
    };
    header = {
      schema: 'duet-run',
      schema_version: SCHEMA_VERSION,
      duet_version: version,
      id,
      command: [...process.argv.slice(2), ...(options.seed === undefined ? ['--seed', seed] : [])].join(' '),
      started_at: startedAt,
      profile,
      seed,
      blocks,
      planned_trials: plan.reduce((sum, { trials }) => sum + trials.length, 0),
      patterns,
      stacks,
      sizes: { ...sizes },
      environment: describeEnvironment(lab, health, profile, sizes),
      parity: parityFacts(health, calibration),
      code: readExcerpts(patterns, stacks),
    };
    folder.writeHeader(header);
    pinSelf();
    await measure(plan, { lab, sizes, signal, folder, samples, progress });
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

interface Measuring {
  lab: Lab;
  sizes: Sizes;
  signal: AbortSignal;
  folder: RunFolder;
  samples: Sample[];
  progress: Progress;
}

async function measure(plan: PlannedPhase[], { lab, sizes, signal, folder, samples, progress }: Measuring) {
  const total = plan.reduce((sum, planned) => sum + expectedMs(planned, sizes), 0);
  let done = 0;
  let current = 0;
  await runPlan(plan, {
    lab,
    sizes,
    signal,
    onTrial(planned, trial) {
      const { stack, variant, arm } = trial;
      const cell = `${planned.pattern}/${stack}/${variant}${arm ? ' again' : ''}`;
      progress.measuring(`block ${planned.block + 1}  ${cell}`, done, total);
      current = expectedTrialMs(planned, trial, sizes);
    },
    onSample(sample) {
      folder.appendSample(sample);
      samples.push(sample);
      done += current;
    },
    onPhaseDone() {
      done += SERVICES_START_MS;
    },
  });
}
