/** Starting the service of one side of a diff, from where its checkout lies now. */
import path from 'node:path';
import { asTyped } from '../duration.ts';
import { pinProcesses, placement } from '../lab/placement.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { SideName } from '../results/schema.ts';
import { filledVariables, type ServiceCommands } from './commands.ts';
import type { DatabaseConfig } from './config.ts';
import { firstToAnswer } from './ready.ts';
import type { ServiceCheckouts } from './side-checkouts.ts';
import { databaseEnvironment, databaseValues, type ServiceDatabase, type Via } from './side-database.ts';
import { type StartedService, startOnFreePort } from './start.ts';

export interface StartSideOptions {
  /** Whether it reaches PostgreSQL through the proxy. */
  via?: Via;
  /** `own-core`: apart from the driver. Otherwise all cores, until somebody says where. */
  place?: 'own-core' | 'all-cores' | 'by-phase';
  /** Further variables. They win over those of the config. */
  environment?: Readonly<Record<string, string>>;
  logName?: string;
}

/** A process tree of the service of a side. */
export interface SideService extends Omit<StartedService, 'port'> {
  readonly stack: 'service';
  readonly side: SideName;
}

interface StartPlace {
  workplace: Workplace;
  checkouts: ServiceCheckouts;
  commands: ServiceCommands;
  from: DatabaseConfig['from'] | undefined;
  database: ServiceDatabase | undefined;
  logDir: string;
  how: StartSideOptions;
  signal: AbortSignal;
}

export async function startSide(
  side: SideName,
  { workplace, checkouts, commands, from = 'duet', database, logDir, how, signal }: StartPlace,
): Promise<SideService> {
  const { via = 'direct', place = 'all-cores', environment = {}, logName = `service-${checkouts.names[side]}` } = how;
  const { start: command, env = {}, readyTimeoutMs, stopGraceMs } = commands;
  const { cwd, env: beneath } = checkouts.shellOf(side, commands.cwd);
  const url = database?.urlBy(via);
  const values = url === undefined ? {} : databaseValues(url);
  const logFile = path.join(logDir, `${logName}.log`);
  const what = `the service of ${checkouts.names[side]}`;
  const late = `--ready-timeout ${asTyped(2 * readyTimeoutMs)}, or readyTimeout in the config, if it needs longer to start`;
  let unready: number | undefined;
  const { port: _, ...service } = await startOnFreePort({
    ...{ workplace, what, from: '`start`', command, cwd, values, logFile },
    ...{ readyTimeoutMs, stopGraceMs },
    env: { ...withoutUnknown(env, values), ...environment },
    environment: url === undefined ? beneath : databaseEnvironment(beneath, url, from),
    ready: (urls, asked) =>
      firstToAnswer(urls, commands.ready, AbortSignal.any([signal, asked]), {
        what,
        onUnready: (status) => {
          unready = status;
        },
      }),
    whyUnready: () =>
      unready === undefined
        ? undefined
        : {
            reason: `answered ${commands.ready} with status ${unready}, and not with 2xx within ${readyTimeoutMs / 1_000} s`,
            hint: `--ready-path, or \`ready\` in the config, with a path that answers 2xx; ${late}`,
          },
    hints: {
      start: startHint(commands, logFile),
      late,
      foreign: 'write a `start` that starts the service itself, in the foreground',
    },
  });
  if (place === 'own-core' && placement.service !== undefined) pinProcesses(service.processes(), placement.service);
  return { ...service, stack: 'service', side };
}

function startHint({ build }: ServiceCommands, logFile: string): string {
  const ignored = 'a side has nothing that git ignores: write into `env` what a file such as .env says';
  const unbuilt = 'there is no `build`: write one that installs what the service imports, e.g. "npm ci"';
  return `${build === undefined ? unbuilt : ignored}; its whole log is ${logFile}`;
}

/** The templates without those that only `duet tune` has values for. */
function withoutUnknown(env: Readonly<Record<string, string>>, values: object): Record<string, string> {
  const known = filledVariables(env, { ...values, port: 0 });
  return Object.fromEntries(Object.entries(env).filter(([name]) => name in known));
}
