/** The services that the options of `duet tune pool` name: each known and held to be sound before anything is started. */
import path from 'node:path';
import { refused } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { TuneSubject } from '../results/tune.ts';
import type { Subject } from '../tune/subject.ts';
import { commandSubject, readServiceCommand } from '../tune/subjects/command.ts';
import { openOwnService } from '../tune/subjects/own-service.ts';
import { readRunningService, runningSubject } from '../tune/subjects/running.ts';
import type { TuneOptions } from './tune-options.ts';
import { ownSubjects } from './tune-plan.ts';

export interface TuneJob {
  describes: TuneSubject;
  /** Whether duet's PostgreSQL, upstream stub and proxy must be up for it. */
  needsLab: boolean;
  open(around: Around): Promise<Subject>;
}

/** What a service is started in. */
export interface Around {
  workplace: Workplace;
  /** Of this service's logs. */
  logDir: string;
  signal: AbortSignal;
  lab?: Lab | undefined;
  /** The PostgreSQL that is observed, if any. */
  databaseUrl?: string | undefined;
}

/** @throws DuetError (exit 2) that names the option of a service that cannot be tuned. */
export async function readJobs(options: TuneOptions): Promise<TuneJob[]> {
  const { command, url, request, timeoutStatus, env, cwd, readyPath, hook, allowHost, withDatabase, rtt } = options;
  if (command === undefined && url === undefined) {
    return ownSubjects(options).map((describes) => ({
      describes,
      needsLab: true,
      open: ({ lab }) => openOwnService(lab as Lab, { ...describes, rttMs: rtt }),
    }));
  }
  if (request === undefined) throw refused('there is no --request', '--request "GET /orders/7"');
  const asking = { request, timeoutStatus };
  if (command === undefined) {
    const service = await readRunningService({ ...asking, url: url as string, hook, allowHost });
    const open = async ({ logDir, signal }: Around) =>
      runningSubject(service, { logFile: path.join(logDir, 'hook.log'), signal });
    return [{ describes: service.describes, needsLab: false, open }];
  }
  const service = readServiceCommand({ ...asking, command, env, cwd, readyPath });
  const open = async ({ workplace, logDir, signal, lab, databaseUrl }: Around) =>
    commandSubject(service, {
      ...{ workplace, signal, databaseUrl },
      logFile: path.join(logDir, 'service.log'),
      ...(lab === undefined ? {} : { environment: { DATABASE_URL: lab.database.url } }),
    });
  return [{ describes: service.describes, needsLab: withDatabase === true, open }];
}
