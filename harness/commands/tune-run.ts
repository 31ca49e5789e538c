/** `duet tune pool` from its lab to its reports: one service after the other, each with a folder of its own. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { pinSelf } from '../lab/placement.ts';
import { openProgress } from '../progress.ts';
import { createRunFolder, pruneRuns, type RunFolder } from '../results/run-folder.ts';
import type { TuneResults } from '../results/schema.ts';
import { tunePool } from '../tune/measure/tune.ts';
import type { TuneHeader } from '../tune/measure/tuning.ts';
import { KEPT_RUNS } from './compare.ts';
import { lockRun } from './run-lock.ts';
import { newRunId } from './session.ts';
import { type Around, databaseInWords, openAround } from './tune-around.ts';
import { concludeTune, printOverview, refuseInvalid } from './tune-conclude.ts';
import type { TuneJob } from './tune-jobs.ts';
import type { TuneOptions } from './tune-options.ts';
import { targetOf } from './tune-plan.ts';
import { version } from './version.ts';

export interface TuneUndertaking {
  jobs: TuneJob[];
  options: TuneOptions;
  seed: number;
  /** As it can be typed again. */
  command: string;
}

/** What the start of the lab and the writing of the reports take, in ms: part of the time that was asked for. */
const AROUND_MS = 10_000;

/**
 * All services share one lab.
 * @throws whatever ended a tuning too early, after the reports of what it had measured are written; DuetError (exit 5)
 * when nobody should trust the numbers.
 */
export async function carryOutTune(undertaking: TuneUndertaking): Promise<void> {
  const { jobs, options } = undertaking;
  const signal = abortOnSignals();
  const done: TuneResults[] = [];
  const first = createRunFolder(options.out, newRunId('tune'));
  openProgress().step(jobs.some(({ needsLab }) => needsLab) ? STARTING_LAB : STARTING);
  await using around = await openAround({
    runId: path.basename(first.dir),
    out: options.out,
    logDir: path.join(first.dir, 'logs'),
    signal,
    maxConnections: options.maxConnections,
    needsLab: jobs.some(({ needsLab }) => needsLab),
    stacks: [...new Set(jobs.flatMap(({ describes }) => (describes.kind === 'own' ? [describes.stack] : [])))],
  });
  if (jobs.some(({ describes }) => describes.kind !== 'own')) openProgress().note(databaseInWords(around));
  pinSelf();
  try {
    for (const [index, job] of jobs.entries()) {
      const folder = index === 0 ? first : createRunFolder(options.out, newRunId('tune'));
      using _lock = lockRun(folder.dir);
      pruneRuns(options.out, KEPT_RUNS, path.basename(folder.dir));
      done.push(await tune(job, { ...undertaking, around, folder, signal }));
    }
  } finally {
    if (done.length > 1 && !options.json) printOverview(done, options.out);
  }
  // Only now: what disturbed one service need not disturb the next.
  refuseInvalid(done, options.out);
}

const STARTING_LAB = 'starting PostgreSQL, the upstream stub and the proxy';
const STARTING = 'starting';

interface Tuning extends TuneUndertaking {
  around: Around;
  folder: RunFolder;
  signal: AbortSignal;
}

async function tune(job: TuneJob, { around, folder, signal, options, seed, command }: Tuning): Promise<TuneResults> {
  const { lab, databaseUrl, environment } = around;
  const progress = openProgress();
  const header: TuneHeader = {
    ...{ duet_version: version, id: path.basename(folder.dir), command, started_at: new Date().toISOString() },
    ...{ seed, environment, unseen: databaseUrl === undefined ? [NO_DATABASE] : [] },
  };
  let results: TuneResults | undefined;
  let failure: unknown;
  try {
    const subject = await job.open(around, { logDir: path.join(folder.dir, 'logs'), signal });
    await tunePool(subject, targetOf(options), {
      ...{ header, databaseUrl, signal, progress, grid: options.grid },
      mortals: lab === undefined ? [] : [lab],
      timeBudgetMs: Math.max(1, options.timeBudget - AROUND_MS),
      onWindow: (kind, setting, window) => folder.appendWindow({ at: new Date().toISOString(), kind, setting, window }),
      onResults(partial) {
        results = partial;
      },
    });
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  }
  progress.end();
  // What is refused has a reason, and no results that anybody could use.
  if (results === undefined || (failure instanceof DuetError && failure.exitCode === EXIT.usage)) throw failure;
  return await concludeTune({ results, failure, folder, json: options.json ?? false });
}

const NO_DATABASE =
  'PostgreSQL, because DATABASE_URL is not set: neither its max_connections, by which the advice would be bounded, nor the connections of the service, nor what it costs the database.';
