/** A service of the reader's that duet starts by its command line, anew for every setting. */
import { statSync } from 'node:fs';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { freePort } from '../../lab/free-port.ts';
import { allCores, pinGroup, placement } from '../../lab/placement.ts';
import { ownerOfPort } from '../../lab/port-owner.ts';
import { type Child, startChild } from '../../lab/process.ts';
import { familyMembers } from '../../lab/process-family.ts';
import { serviceReader } from '../../lab/service-sockets.ts';
import type { Workplace } from '../../lab/workplace.ts';
import type { PoolSetting, TuneSubject } from '../../results/tune.ts';
import { shownCommand, shownVariable } from '../../secrets.ts';
import { splitCommandLine } from '../../service/command-line.ts';
import type { StartLimits, Subject, TunedService } from '../subject.ts';
import {
  type Asking,
  type AskingOptions,
  checkAnswerWithin,
  checkFirstAnswer,
  firstWithin,
  longerStart,
  readAsking,
} from './asking.ts';
import { databaseParts } from './database-values.ts';
import {
  fill,
  OF_THE_DATABASE,
  type PlaceholderValues,
  placeholdersIn,
  settingValues,
  type Told,
  tellSize,
  toldBy,
} from './template.ts';
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

/** A free port may be taken between the look and the start. */
const ATTEMPTS = 3;

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
    const service = await startOnFreePort(options, setting, asking, { ...place, limits });
    try {
      if (limits !== undefined) await checkAnswerWithin(limits, service.url, asking, signal);
      else await checkFirstAnswer(service.url, asking, { answeredBefore, signal });
    } catch (error) {
      await service[Symbol.asyncDispose]();
      throw error;
    }
    return service;
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

async function startOnFreePort(
  options: CommandOptions,
  setting: PoolSetting,
  asking: Asking,
  place: StartPlace,
): Promise<TunedService> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startCommand(options, { ...settingValues(setting), port: await freePort() }, asking, place);
    } catch (error) {
      if (attempt === ATTEMPTS || !/EADDRINUSE|address already in use/i.test(String(error))) throw error;
    }
  }
}

async function startCommand(
  { command, env, cwd, readyPath, readyTimeoutMs }: CommandOptions,
  setting: PlaceholderValues & { port: number },
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
  const values = {
    ...setting,
    ...(databaseUrl === undefined ? {} : { database_url: databaseUrl, ...databaseParts(databaseUrl) }),
  };
  const [program, ...args] = splitCommandLine('--command', command).map((word) => fill(word, values)) as [string];
  const own = Object.entries(env).map(([name, template]) => [name, fill(template, values)]);
  // Some listen on `localhost`, which may be either.
  const urls = ['127.0.0.1', '[::1]'].map((host) => `http://${host}:${setting.port}`);
  const child = await startChild(workplace, {
    what: 'the service of --command',
    command: program,
    args,
    // As it would be started by hand in this shell: nobody else knows what it needs.
    env: { ...inherited(), ...environment, ...Object.fromEntries(own) },
    ...(cwd === undefined ? {} : { cwd }),
    cores: allCores(),
    logFile,
    roamsOn: setting.port,
    startTimeoutMs: readyTimeoutMs,
    timeoutHint: longerStart(readyTimeoutMs),
    readyBy: async (asked) => ({
      listening: await firstWithin(limits, urls, readyPath, AbortSignal.any([signal, asked])),
    }),
    hint: startHint(logFile, databaseUrl),
  });
  const { death, stop, family } = child;
  const pid = await groupThatListens(child);
  pinAsideDriver(pid);
  return {
    ...{ ...asking, pid, url: child.ready.listening as string, death, [Symbol.asyncDispose]: stop },
    ...(family === undefined ? {} : { readProcesses: serviceReader(() => familyMembers(family), family.port) }),
  };
}

/**
 * The process group of what answers: not the command's where it has left that.
 * @throws DuetError (exit 2) where it is somebody whom duet may not end: it would be left running; (exit 4) where somebody
 * else had taken the port.
 */
async function groupThatListens(child: Child): Promise<number> {
  if (child.family === undefined) return child.pid;
  const owner = await ownerOfPort(child.family);
  if (owner.kind === 'family') return owner.group;
  await child.stop();
  if (owner.kind === 'taken') {
    const message = `port ${child.family.port}: address already in use by ${owner.by}`;
    throw new DuetError(message, { exitCode: EXIT.environment, hint: 'run it again: it will use another port' });
  }
  throw refused(
    `the port of --command is served by ${owner.by}, which duet may not stop: the service of every setting would keep running`,
    'use a --command that starts the service itself, or start it yourself and use --url and --hook',
  );
}

function startHint(logFile: string, databaseUrl: string | undefined): string {
  const database = 'if it needs a PostgreSQL, set DATABASE_URL, or let duet give it one by that name: --with-database';
  const log = `start it by hand with the same variables; its log is ${logFile}`;
  return databaseUrl === undefined ? `${log}; ${database}` : log;
}

const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** While it starts it may use every core; under load the driver and the database have theirs to themselves. */
function pinAsideDriver(pid: number): void {
  const cores = allCores()?.filter((core) => !placement.rest?.includes(core));
  if (cores !== undefined) pinGroup(pid, cores);
}
