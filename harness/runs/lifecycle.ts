/** The lifecycle of a run, whatever its kind: started or resumed, measured, ended or interrupted, reported. */
import path from 'node:path';
import { explainLostDatabase } from '../database-errors.ts';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { openProgress } from '../progress.ts';
import { KEPT_RUNS } from '../results/kept.ts';
import { createRunFolder, openRunFolder, pruneRuns, type RunFolder, toJson } from '../results/run-folder.ts';
import type { Ending, ResumableKind, ResumableRequest, RunKind, Stored } from './kind.ts';
import { lockRun } from './lock.ts';
import { findRun, readInterrupted, withResumeHint } from './resume.ts';
import { printSummary, writeReports } from './write-reports.ts';

interface Options {
  /** Print the results as JSON instead of the summary. */
  json?: boolean;
  /** Print the plan, and measure nothing. */
  dryRun?: boolean;
}

export async function startRun<Request extends ResumableRequest, Summary, Measured>(
  kind: ResumableKind<Request, Summary, Measured>,
  request: Request,
  { json, dryRun }: Options,
): Promise<void> {
  if (dryRun) return kind.printPlan(request);
  kind.refuse?.(request);
  const folder = createRunFolder(request.out, request.header.id);
  await runInNewFolder(kind, request, folder, json);
}

/**
 * Goes on with an interrupted run in its own folder.
 * @param given a folder, an id or `latest`.
 * @param requestOf what is to be done beside what was measured already; it may refuse to.
 */
export async function resumeRun<Request, Summary, Measured extends Stored>(
  kind: ResumableKind<Request, Summary, Measured>,
  given: string,
  { out, json, dryRun }: Options & { out: string },
  requestOf: (earlier: Measured, out: string) => Request,
): Promise<void> {
  const dir = findRun(given, out, kind.name);
  // Before anything is read: a run that is still going on would read on disk like an interrupted one.
  using _lock = lockRun(dir);
  const request = requestOf(readInterrupted(kind, dir), path.dirname(dir));
  if (dryRun) return kind.printPlan(request);
  kind.refuse?.(request);
  const folder = openRunFolder(dir);
  folder.mend();
  await carryOut(kind, request, folder, json);
}

/** Nobody else writes to the folder until the run has ended. The oldest runs beside it are removed. */
export async function runInNewFolder<Request, Summary>(
  kind: RunKind<Request, Summary>,
  request: Request,
  folder: RunFolder,
  json: boolean | undefined,
  signal?: AbortSignal,
): Promise<Summary> {
  using _lock = lockRun(folder.dir);
  pruneRuns(path.dirname(folder.dir), KEPT_RUNS, path.basename(folder.dir));
  return await carryOut(kind, request, folder, json, signal);
}

/**
 * Measures, then writes and prints the reports of whatever was measured.
 * @throws what this kind of run ends with. A refusal (exit 2), and what went wrong before there was anything to report,
 * are thrown as they are.
 */
async function carryOut<Request, Summary>(
  kind: RunKind<Request, Summary>,
  request: Request,
  folder: RunFolder,
  json = false,
  signal = abortOnSignals(),
): Promise<Summary> {
  const progress = openProgress();
  let summarize: ((ending: Ending) => Summary) | undefined;
  let failure: unknown;
  try {
    const reportWith = (given: typeof summarize) => {
      summarize = given;
    };
    await kind.measure(request, { folder, signal, progress, reportWith });
  } catch (error) {
    failure = signal.aborted ? signal.reason : (explainLostDatabase(error) ?? error);
  }
  progress.end();
  if (summarize === undefined || isRefusal(failure)) {
    folder.removeIfEmpty();
    throw failure;
  }
  if (failure !== undefined && kind.command !== undefined) failure = withResumeHint(failure, folder.dir, kind.command);
  const summary = summarize(endingAfter(failure));
  let files: string[] = [];
  const unwritten = await failureOf(async () => {
    files = await writeReports(folder, kind.document, summary);
    folder.publish();
  });
  kind.announce?.(summary);
  if (json) process.stdout.write(toJson(summary));
  else printSummary(kind.document, summary, files);
  const outcome = kind.outcome(summary, failure, path.relative('', folder.dir));
  if (outcome !== undefined || unwritten !== undefined) throw outcome ?? unwritten;
  return summary;
}

/** What cannot be written, or pointed to, is printed all the same. */
async function failureOf(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}

const isRefusal = (failure: unknown) => failure instanceof DuetError && failure.exitCode === EXIT.usage;

function endingAfter(failure: unknown): Ending {
  const finished_at = new Date().toISOString();
  if (failure === undefined) return { finished_at, status: 'complete', status_reason: null };
  return { finished_at, status: 'partial', status_reason: (failure as Error).message.split('\n')[0] as string };
}
