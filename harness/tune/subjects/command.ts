/** A service of the reader's that duet starts by its command line, anew for every setting. */
import { statSync } from 'node:fs';
import { refused } from '../../errors.ts';
import { databaseParts } from '../../lab/database-parts.ts';
import { allCores, pinGroup, placement } from '../../lab/placement.ts';
import { serviceReader } from '../../lab/service-sockets.ts';
import type { Workplace } from '../../lab/workplace.ts';
import type { PoolSetting, TuneSubject } from '../../results/tune.ts';
import { shownCommand, shownVariable } from '../../secrets.ts';
import { splitCommandLine } from '../../service/command-line.ts';
import { OF_THE_DATABASE, placeholdersIn } from '../../service/command-placeholders.ts';
import { ownEnvironment } from '../../service/environment.ts';
import { startOnFreePort } from '../../service/start.ts';
import type { StartLimits, Subject, TunedService } from '../subject.ts';
import {
  type Asking,
  type AskingOptions,
  checkAnswerWithin,
  checkFirstAnswer,
  firstWithin,
  loggedIn,
  longerStart,
  readAsking,
} from './asking.ts';
import { settingValues, type Told, tellSize, toldBy } from './setting-values.ts';
import { startWithFraction } from './whole-seconds.ts';

export interface CommandOptions extends AskingOptions {
  /** With placeholders, e.g. "uvicorn app:app --port {port}". */
  command: string;
  /** Templates by the names of the service's own variables. They win over those of this process. */
  env: Record<string, string>;
  /** Where the command is started; this process's folder by default. */
  cwd?: string | undefined;
  /** A path that answers 2xx once the service is ready; by default any answer to any path will do. */
  readyPath?: string | undefined;
}

/** Where it is started, and what it is given beside its own options. */
export interface CommandPlace {
  workplace: Workplace;
  logFile: string;
  signal: AbortSignal;
  /** What {database_url} and the placeholders of its parts stand for: the PostgreSQL that is observed, if any. */
  databaseUrl?: string | undefined;
  /** Further variables, e.g. DATABASE_URL where the database is duet's. */
  environment?: Record<string, string> | undefined;
}

/** The options, understood. */
export interface ServiceCommand extends Told {
  readonly options: CommandOptions;
  readonly describes: TuneSubject & { kind: 'command' };
  readonly asking: Asking;
}

/**
 * Holds the options to what can be measured, before anything is started.
 * @throws DuetError (exit 2) that names the option.
 */
export function readServiceCommand(options: CommandOptions): ServiceCommand {
  const { command, env, cwd, readyPath } = options;
  const templates = [...splitCommandLine('--command', command), ...Object.values(env)];
  placeholdersIn('--command', command);
  for (const [name, template] of Object.entries(env)) placeholdersIn(`--env ${name}`, template);
  const placeholders = placeholdersIn('--command', ...templates);
  if (!placeholders.has('port')) {
    throw refused(
      'neither --command nor --env has {port}: the service must listen on the port that it is given',
      'add it, e.g. --port {port}',
    );
  }
  if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw refused(`--cwd ${cwd} is not a folder`, 'give the folder in which you would type the command');
  }
  if (readyPath !== undefined && !readyPath.startsWith('/')) {
    throw refused(`--ready-path ${readyPath} must begin with a /`, 'write it e.g. as --ready-path /health');
  }
  if (!tellSize(placeholders)) {
    throw refused(
      'neither --command nor --env has {pool_size} or {pool_max}: every setting would be the same',
      'add --env with the variable that your service reads, e.g. --env POOL_SIZE={pool_size} --env MAX_OVERFLOW={max_overflow}',
    );
  }
  const { asking, shown } = readAsking(options);
  const shownEnv = Object.entries(env).map(([name, value]) => [name, shownVariable(name, value)]);
  return {
    options,
    asking,
    ...toldBy(placeholders),
    describes: {
      kind: 'command',
      command: shownCommand(command),
      env: Object.fromEntries(shownEnv),
      ...shown,
    },
  };
}

/** The service as something to tune: every start is a fresh process group on a port of its own. */
export function commandSubject({ options, asking, ...known }: ServiceCommand, place: CommandPlace): Subject {
  const templates = { '--command': options.command, ...options.env };
  const { signal } = place;
  let answeredBefore = false;
  const start = async (setting: PoolSetting, limits?: StartLimits): Promise<TunedService> => {
    const service = await startCommand(options, setting, asking, { ...place, limits });
    try {
      const asked = await loggedIn(asking, service.url, signal, limits);
      if (limits !== undefined) await checkAnswerWithin(limits, service.url, asked, signal);
      else await checkFirstAnswer(service.url, asked, { answeredBefore, signal });
      return { ...service, request: asked.request };
    } catch (error) {
      await service[Symbol.asyncDispose]();
      throw error;
    }
  };
  return {
    ...known,
    async start(setting, limits) {
      if (answeredBefore) return start(setting, limits);
      const service = await startWithFraction(setting, templates, options.readyTimeoutMs, start);
      answeredBefore = true;
      return service;
    },
  };
}

type StartPlace = CommandPlace & { limits: StartLimits | undefined };

async function startCommand(
  { command, env, cwd, readyPath, readyTimeoutMs }: CommandOptions,
  setting: PoolSetting,
  asking: Asking,
  { workplace, logFile, signal, databaseUrl, environment, limits }: StartPlace,
): Promise<TunedService> {
  const wanted = placeholdersIn('--command', command, ...Object.values(env));
  const missing = databaseUrl === undefined ? OF_THE_DATABASE.find((name) => wanted.has(name)) : undefined;
  if (missing !== undefined) {
    throw refused(
      `there is no {${missing}}: DATABASE_URL is not set`,
      'set it, or let duet start a database with --with-database',
    );
  }
  const { url, port, pid, death, stop, processes } = await startOnFreePort({
    ...{ workplace, what: 'the service of --command', from: '--command', command, env, cwd, logFile, readyTimeoutMs },
    // As it would be started by hand in this shell: nobody else knows what it needs.
    environment: { ...ownEnvironment(), ...environment },
    values: {
      ...settingValues(setting),
      ...(databaseUrl === undefined ? {} : { database_url: databaseUrl, ...databaseParts(databaseUrl) }),
    },
    ready: (urls, asked) => firstWithin(limits, urls, readyPath, AbortSignal.any([signal, asked])),
    hints: {
      start: startHint(logFile, databaseUrl),
      late: longerStart(readyTimeoutMs),
      foreign: 'use a --command that starts the service itself, or start it yourself and use --url and --hook',
    },
  });
  pinAsideDriver(pid);
  return {
    ...{ ...asking, pid, url, death, [Symbol.asyncDispose]: stop },
    readProcesses: serviceReader(processes, port),
  };
}

function startHint(logFile: string, databaseUrl: string | undefined): string {
  const database = 'if it needs a PostgreSQL, set DATABASE_URL, or let duet give it one by that name: --with-database';
  const log = `start it by hand with the same variables; its log is ${logFile}`;
  return databaseUrl === undefined ? `${log}; ${database}` : log;
}

/** While it starts it may use every core; under load the driver and the database have theirs to themselves. */
function pinAsideDriver(pid: number): void {
  const cores = allCores()?.filter((core) => !placement.rest?.includes(core));
  if (cores !== undefined) pinGroup(pid, cores);
}
