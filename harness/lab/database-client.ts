/** One session of our own on a database. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { refused } from '../errors.ts';
import { connectionAttempts } from './connection-attempts.ts';
import { readConnectionString } from './connection-string.ts';

/** What only looks at the server: its sessions are left out where those of others are counted, and no look takes long. */
export const OBSERVER = { application_name: 'duet-observer', query_timeout: 30_000 } as const;

/** A server that says nothing any more is not waited for when a session ends. */
const ENDING_MS = 2_000;

class Session extends pg.Client {
  override async end(): Promise<void> {
    await Promise.race([super.end(), sleep(ENDING_MS, undefined, { ref: false })]);
    this.connection.stream.destroy();
  }
}

/** Login is refused, or the database is not there: another way to it would not help. */
const FINAL = ['28P01', '3D000', '53300'];

/**
 * Connects to the first of several hosts that answers, and that is what `target_session_attrs` says.
 * @param text an address or name=value pairs, as libpq and SQLAlchemy take them.
 * @throws DuetError (exit 2) that names the part that is not understood; what pg throws when the server does not answer or
 * refuses, of several hosts with what became of each.
 */
export async function connectTo(
  text: string,
  more: Pick<pg.ClientConfig, 'application_name' | 'database' | 'query_timeout'> = {},
): Promise<pg.Client> {
  const hosts = connectionAttempts(text);
  const wanted = readConnectionString(text).get('target_session_attrs') ?? 'any';
  if (!(wanted in FITS)) {
    throw refused(`DATABASE_URL is not understood: target_session_attrs=${wanted}`, Object.keys(FITS).join(', '));
  }
  const kinds = wanted === 'prefer-standby' ? ['standby', 'any'] : [wanted];
  const failures: Error[] = [];
  for (const kind of kinds) {
    failures.length = 0;
    for (const attempts of hosts) {
      try {
        const client = await connectInTurn(attempts.map((attempt) => ({ ...attempt, ...more })));
        if (await FITS[kind]?.(client)) return client;
        await client.end();
        failures.push(new Error(`${attempts[0]?.host}:${attempts[0]?.port} is not ${kind}`));
      } catch (error) {
        if (FINAL.includes(codeOf(error))) throw error;
        failures.push(error as Error);
      }
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
}

/** Whether a server is what `target_session_attrs` asks for. */
const FITS: Record<string, (client: pg.Client) => Promise<boolean> | boolean> = {
  any: () => true,
  'read-write': async (client) => !(await isReadOnly(client)),
  'read-only': isReadOnly,
  primary: async (client) => !(await isStandby(client)),
  standby: isStandby,
  'prefer-standby': () => true,
};

async function isReadOnly(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("SELECT current_setting('transaction_read_only') = 'on' AS yes");
  return rows[0].yes;
}

async function isStandby(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_is_in_recovery() AS yes');
  return rows[0].yes;
}

/** With and without TLS, as far as that may make a difference. @throws what the first attempt threw. */
async function connectInTurn(attempts: readonly pg.ClientConfig[]): Promise<pg.Client> {
  let first: unknown;
  for (const attempt of attempts) {
    const client = new Session(attempt);
    // A connection that breaks fails its query, too; without a listener it would end the process.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      first ??= error;
      await client.end().catch(() => {});
      if (isUnreachable(error) || FINAL.includes(codeOf(error))) break;
    }
  }
  throw first;
}

const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOENT'];

const isUnreachable = (error: unknown) =>
  UNREACHABLE.includes(codeOf(error)) || (error as Error).message === 'timeout expired';

/** The error code of PostgreSQL or of the operating system. */
const codeOf = (error: unknown): string => String((error as { code?: string }).code);
