/** The tuning of one service, as a kind of run. */
import path from 'node:path';
import { targetOf } from '../../options/tune-target.ts';
import { tuneDocument } from '../../report/tune/document.ts';
import type { TuneResults } from '../../results/schema.ts';
import { tunePool } from '../../tune/measure/tune.ts';
import type { TuneHeader } from '../../tune/measure/tuning.ts';
import { version } from '../../version.ts';
import type { RunKind, UnderWay } from '../kind.ts';
import type { TuneJob } from './jobs.ts';
import type { TuneRequest } from './request.ts';
import type { Around } from './surroundings.ts';

/** One service of a request, and what is up around it. */
export interface ServiceRequest extends Omit<TuneRequest, 'jobs'> {
  job: TuneJob;
  around: Around;
}

export const tuning: RunKind<ServiceRequest, TuneResults> = {
  document: tuneDocument,
  measure: tuneService,
  // Whether its numbers can be trusted is decided once all services are tuned.
  outcome: (_, failure) => failure,
};

/** What the start of the lab and the writing of the reports take, in ms: part of the time that was asked for. */
const AROUND_MS = 10_000;

async function tuneService(
  { job, around, options, seed, command }: ServiceRequest,
  { folder, signal, progress, reportWith }: UnderWay<TuneResults>,
): Promise<void> {
  const { lab, databaseUrl, environment } = around;
  const header: TuneHeader = {
    ...{ duet_version: version, id: path.basename(folder.dir), command, started_at: new Date().toISOString() },
    ...{ seed, environment, unseen: databaseUrl === undefined ? [{ code: 'database' }] : [] },
  };
  const subject = await job.open(around, { logDir: path.join(folder.dir, 'logs'), signal });
  await tunePool(subject, targetOf(options), {
    ...{ header, databaseUrl, signal, progress, grid: options.grid },
    saidProcesses: options.processes !== undefined,
    labProcesses: lab === undefined ? [] : [lab],
    timeBudgetMs: Math.max(1, options.timeBudget - AROUND_MS),
    onWindow: (kind, setting, window) => folder.appendWindow({ at: new Date().toISOString(), kind, setting, window }),
    onResults: (found) => reportWith(({ status, status_reason }) => ({ ...found, status, status_reason })),
  });
}
