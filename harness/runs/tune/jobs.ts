/** The services that the options of `duet tune pool` name: each known and held to be sound before anything is started. */
import path from 'node:path';
import { refused } from '../../errors.ts';
import { libpqVariables } from '../../lab/database-parts.ts';
import type { Lab } from '../../lab/lab.ts';
import type { TuneOptions } from '../../options/tune.ts';
import { ownSubjects } from '../../options/tune-target.ts';
import type { TuneSubject } from '../../results/tune.ts';
import type { Subject } from '../../tune/subject.ts';
import type { AskingOptions } from '../../tune/subjects/asking.ts';
import { commandSubject, readServiceCommand } from '../../tune/subjects/command.ts';
import { openOwnService } from '../../tune/subjects/own-service.ts';
import { readRunningService, runningSubject } from '../../tune/subjects/running.ts';
import { fillDatabase } from './fill-database.ts';
import type { Around } from './surroundings.ts';

export interface TuneJob {
  describes: TuneSubject;
  /** Whether duet's PostgreSQL, upstream stub and proxy must be up for it. */
  needsLab: boolean;
  open(around: Pick<Around, 'workplace' | 'lab' | 'databaseUrl'>, place: JobPlace): Promise<Subject>;
}

interface JobPlace {
  /** The folder of the logs of this service. */
  logDir: string;
  signal: AbortSignal;
}

/** @throws DuetError (exit 2) that names the option of a service that cannot be tuned. */
export async function readJobs(options: TuneOptions): Promise<TuneJob[]> {
  const { command, url, rtt } = options;
  if (command !== undefined) return [jobOfCommand(command, options)];
  if (url !== undefined) return [await jobOfRunning(url, options)];
  return ownSubjects(options).map((describes) => ({
    describes,
    needsLab: true,
    open: async ({ lab }) => openOwnService(lab as Lab, { ...describes, rttMs: rtt }),
  }));
}

/** A service that is running already. */
async function jobOfRunning(url: string, options: TuneOptions): Promise<TuneJob> {
  const { hook, allowHost } = options;
  const service = await readRunningService({ ...askingOptions(options), url, hook, allowHost });
  return {
    describes: service.describes,
    needsLab: false,
    open: async (_, { logDir, signal }) => runningSubject(service, { logFile: path.join(logDir, 'hook.log'), signal }),
  };
}

/** A service that a command starts, on a PostgreSQL of its own or on duet's. */
function jobOfCommand(command: string, options: TuneOptions): TuneJob {
  const { env, cwd, readyPath, withDatabase, migrate, seedData } = options;
  const service = readServiceCommand({ ...askingOptions(options), command, env, cwd, readyPath });
  return {
    describes: service.describes,
    needsLab: withDatabase === true,
    open: async ({ workplace, lab, databaseUrl }, { logDir, signal }) => {
      const place = { workplace, signal, logFile: path.join(logDir, 'service.log') };
      if (lab === undefined) return commandSubject(service, { ...place, databaseUrl });
      const where = { workplace, url: lab.database.url, logDir, signal };
      await fillDatabase({ '--migrate': migrate, '--seed-data': seedData }, { cwd, env }, where);
      const on = (url: string) =>
        commandSubject(service, { ...place, databaseUrl: url, environment: variablesOf(url) });
      return lab.hasPooler ? { ...on(lab.serviceUrl), withoutPooler: on(lab.database.url) } : on(lab.serviceUrl);
    },
  };
}

/** @throws DuetError (exit 2) where there is no request. */
function askingOptions(options: TuneOptions): AskingOptions {
  const { request, header, expect, timeoutStatus, readyTimeout, first, take, config } = options;
  if (request === undefined) throw refused('there is no --request', '--request "GET /orders/7"');
  return {
    ...{ request, header, expect, timeoutStatus, readyTimeoutMs: readyTimeout },
    ...(first === undefined ? {} : { first: { request: first, take } }),
    // Like the folder of the command, it is meant from the folder of the file, where there is one.
    ...(config === undefined ? {} : { folder: path.dirname(config) }),
  };
}

/** What a service is given of a PostgreSQL of duet: as an address, and as libpq and most drivers take it. */
const variablesOf = (url: string) => ({ DATABASE_URL: url, ...libpqVariables(url) });
