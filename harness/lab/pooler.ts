/**
 * A PgBouncer between services and PostgreSQL: of one run, on 127.0.0.1, with the login that the run has for its
 * PostgreSQL. The same login may read its console.
 */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { PoolMode } from '../results/tune.ts';
import { findProgram, isExecutable } from './find-program.ts';
import { freePort } from './free-port.ts';
import { placement } from './placement.ts';
import { startChild } from './process.ts';
import { NOBODY, type Workplace } from './workplace.ts';

export interface PoolerOptions {
  /** The program. */
  command: string;
  mode: PoolMode;
  /** Settings of pgbouncer.ini by their names: they win over those below. */
  settings?: Readonly<Record<string, string | number>>;
}

export interface RunningPooler extends AsyncDisposable {
  /** The database as it is reached through the pooler. */
  readonly url: string;
  readonly death: () => string | undefined;
}

const NAME = 'pgbouncer';
/** Where Debian has it, which is on root's PATH alone. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];
/** A free port may be taken between the look and the start. */
const ATTEMPTS = 3;

/** The program, on PATH or where distributions put it. */
export const findPgbouncer = (env?: NodeJS.ProcessEnv): string | undefined =>
  findProgram(NAME, { env, folders: MORE_FOLDERS });

/** @throws DuetError (exit 4) with the end of its log when it does not start. */
export async function openPooler(
  workplace: Workplace,
  logDir: string,
  databaseUrl: string,
  options: PoolerOptions,
): Promise<RunningPooler> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(workplace, logDir, new URL(databaseUrl), await freePort(), options);
    } catch (error) {
      if (attempt === ATTEMPTS || !/Address already in use/i.test(String(error))) throw error;
    }
  }
}

async function start(
  workplace: Workplace,
  logDir: string,
  database: URL,
  port: number,
  { command, mode, settings = {} }: PoolerOptions,
): Promise<RunningPooler> {
  // It refuses to run as root.
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const dir = path.join(workplace.dir, `${NAME}-${port}`);
  mkdirSync(dir, { mode: 0o700 });
  const [ini, users] = [path.join(dir, 'pgbouncer.ini'), path.join(dir, 'users.txt')];
  const user = decodeURIComponent(database.username);
  writeFileSync(users, `${quoted(user)} ${quoted(decodeURIComponent(database.password))}\n`, { mode: 0o600 });
  writeFileSync(
    ini,
    iniText(database, {
      ...serverSettings({ port, users, user, mode, trusts: database.password === '' }),
      ...settings,
    }),
    { mode: 0o600 },
  );
  if (owner.uid !== undefined) for (const file of [dir, ini, users]) chownSync(file, owner.uid, owner.gid);
  const child = await startChild(workplace, {
    what: 'PgBouncer',
    command,
    args: [ini],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    cwd: dir,
    cores: placement.rest,
    logFile: path.join(logDir, `${NAME}.log`),
    readyWhen: (line) => (line.includes('process up') ? { listening: String(port) } : undefined),
    ...owner,
  });
  const url = new URL(database);
  url.search = '';
  url.host = `127.0.0.1:${port}`;
  return { url: url.href, death: child.death, [Symbol.asyncDispose]: child.stop };
}

interface Login {
  port: number;
  users: string;
  user: string;
  mode: PoolMode;
  /** Without a password. */
  trusts: boolean;
}

function serverSettings({ port, users, user, mode, trusts }: Login) {
  return {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: trusts ? 'trust' : 'scram-sha-256',
    auth_file: users,
    admin_users: user,
    pool_mode: mode,
  };
}

/** All databases of that PostgreSQL. */
function iniText({ hostname, port }: URL, settings: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return ['[databases]', `* = host=${hostname} port=${port || 5432}`, '[pgbouncer]', ...lines, ''].join('\n');
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** @throws DuetError (exit 4) where there is none. */
export function requirePgbouncer(given: string | undefined): string {
  const found = given ?? findPgbouncer();
  if (found !== undefined && (given === undefined || isExecutable(given))) return found;
  throw new DuetError(
    given === undefined ? 'there is no pgbouncer on PATH' : `--pooler-command ${given} is no program that can be run`,
    {
      exitCode: EXIT.environment,
      hint: 'install it (apt-get install pgbouncer, brew install pgbouncer), or name it: --pooler-command /path/to/pgbouncer',
    },
  );
}
