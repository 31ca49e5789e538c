/** What cannot be tuned is said before anything is started. */
import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { requireOwnServices } from '../install.ts';
import { OF_OUR_OWN, type TuneOptions } from './tune.ts';
import { OF_A_COMMAND, OF_A_SERVICE } from './tune-service.ts';

/** Whether an option was typed, asked for or found in the config file. */
export function isGiven(command: Command, name: string): boolean {
  return !['default', undefined].includes(command.getOptionValueSource(name));
}

/** @throws DuetError (exit 2) for options that contradict each other or that nothing could be measured with. */
export function refuseImpossible(command: Command, environment: NodeJS.ProcessEnv = process.env): void {
  const options = command.opts<TuneOptions>();
  const given = (names: readonly string[]) =>
    names.filter((name) => isGiven(command, name)).map((name) => flag(command, name));
  if (options.command === undefined && options.url === undefined) refuseForOwn(options, given);
  else refuseForService(options, given);
  refuseTooFewArrivals(options);
  refuseConnections(options, environment);
  refusePooler(options, environment);
  if (options.withDatabase === true && environment.DATABASE_URL) {
    throw refused(
      '--with-database gives the service a PostgreSQL of duet, and DATABASE_URL names another one',
      'leave it out, or unset DATABASE_URL',
    );
  }
}

type Given = (names: readonly string[]) => string[];

function refuseForOwn({ form, stack }: TuneOptions, given: Given): void {
  requireOwnServices('duet tune pool without --command and --url');
  const [strange] = given(OF_A_SERVICE);
  if (strange !== undefined) {
    throw refused(`${strange} is for a service of your own`, 'name that service with --command or --url');
  }
  if (!form.includes('async') && stack.includes('node') && given(['stack']).length > 0) {
    throw refused(
      '--form def is for Python: its def routes run on a pool of threads, which Node does not have',
      'use --stack python, or leave --form out',
    );
  }
}

function refuseForService({ command: line, url, request, first, take, withDatabase }: TuneOptions, given: Given): void {
  const kind = line === undefined ? '--url' : '--command';
  if (line !== undefined && url !== undefined) {
    throw refused('--command starts a service and --url drives one that runs already', 'leave one of them out');
  }
  const [ours] = given(OF_OUR_OWN);
  if (ours !== undefined) {
    throw refused(`${ours} chooses among duet's own services, and ${kind} names one of yours`, `leave ${ours} out`);
  }
  const [filling] = given(['migrate', 'seedData']);
  if (filling !== undefined && line !== undefined && withDatabase !== true) {
    throw refused(
      `${filling} fills the PostgreSQL that duet starts, and none is started for this service`,
      'give the service one with --with-database',
    );
  }
  const [strange] = given(line === undefined ? OF_A_COMMAND : ['hook']);
  if (strange !== undefined) {
    throw line === undefined
      ? refused(
          `${strange} is for --command: duet does not start what --url names`,
          `leave ${strange} out, or use --command`,
        )
      : refused(
          '--hook is for --url: a service of --command is started anew for each setting',
          'use --env for its settings',
        );
  }
  if (first === undefined && Object.keys(take).length > 0) {
    throw refused('--take needs a request whose answer has the value', `--first 'POST /login {"user": "a"}'`);
  }
  if (request === undefined) {
    throw refused(`${kind} needs --request: the request to send to the service`, '--request "GET /orders/7"');
  }
}

/** With fewer than one per second, a window of some seconds holds nothing that could be compared. */
function refuseTooFewArrivals({ rate, processes = 1 }: TuneOptions): void {
  if (rate / processes >= 1) return;
  throw refused(
    `${rate} requests per second over ${processes} process${processes === 1 ? '' : 'es'} are less than one per second for each: too few to measure`,
    'use a higher --rate or fewer --processes',
  );
}

function refuseConnections(options: TuneOptions, { DATABASE_URL }: NodeJS.ProcessEnv): void {
  const { maxConnections, processes = 1, command, url, withDatabase } = options;
  if (maxConnections === undefined) return;
  if ((command !== undefined || url !== undefined) && withDatabase !== true) {
    throw refused(
      '--max-connections is for the PostgreSQL that duet starts, and none is started for this service',
      'leave it out, or give the service one with --with-database',
    );
  }
  if (DATABASE_URL) {
    throw refused(
      '--max-connections is for the PostgreSQL that duet starts; the one of DATABASE_URL has its own, which is read',
      'leave it out, or unset DATABASE_URL',
    );
  }
  const least = RESERVED + processes;
  if (maxConnections >= least) return;
  throw refused(
    `--max-connections ${maxConnections} is too small: ${RESERVED} are reserved for superusers, and ${processes} process${processes === 1 ? ' needs' : 'es need'} one each`,
    `--max-connections ${least} or more`,
  );
}

function refusePooler(options: TuneOptions, { DATABASE_URL }: NodeJS.ProcessEnv): void {
  const { pooler, poolerCommand, poolMode, command, url, withDatabase } = options;
  if (pooler === undefined) {
    const strange =
      poolerCommand !== undefined ? '--pooler-command' : poolMode !== undefined ? '--pool-mode' : undefined;
    if (strange === undefined) return;
    throw refused(`${strange} is for a pooler that duet starts`, `--pooler pgbouncer, or leave ${strange} out`);
  }
  if (DATABASE_URL) {
    throw refused(
      '--pooler puts a pooler in front of the PostgreSQL that duet starts, and DATABASE_URL names another one',
      'unset DATABASE_URL; or let it name a pooler of yours, and leave --pooler out',
    );
  }
  if ((command !== undefined || url !== undefined) && withDatabase !== true) {
    throw refused(
      '--pooler puts a pooler in front of the PostgreSQL that duet starts, and none is started for this service',
      'give the service one with --with-database',
    );
  }
}

/** PostgreSQL's default of superuser_reserved_connections; reserved_connections is 0. */
const RESERVED = 3;

function flag(command: Command, name: string): string {
  return command.options.find((one) => one.attributeName() === name)?.long ?? name;
}
