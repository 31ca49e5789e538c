/** Telling a PostgreSQL that has gone, or says nothing any more, from all else that a session of ours may meet. */
import { DuetError, EXIT, type Where } from './errors.ts';

/** The server ends, has crashed, or is not up yet (appendix A of PostgreSQL's manual). */
const CODES = ['57P01', '57P02', '57P03'];
/** What pg says where the connection breaks, or nothing comes in time. */
const SAID = [
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Query read timeout',
  'timeout expired',
];
const SYSTEM = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];
const SYSTEM_CALLS = ['connect', 'read', 'write'];

const HINT =
  'see whether it runs and serves others (that of DATABASE_URL, or logs/postgres.log in the folder of the run), and start again';

/**
 * An error of a session of ours that has lost its PostgreSQL.
 * @returns undefined for any other error.
 */
export function explainLostDatabase(error: unknown, where: Where = {}): DuetError | undefined {
  if (!isLost(error)) return undefined;
  const message = `PostgreSQL has gone, or does not answer any more: ${(error as Error).message}`;
  return new DuetError(message, { exitCode: EXIT.environment, where, hint: HINT, cause: error });
}

/** Whether an error says that PostgreSQL has gone, and nothing of what it was asked. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof AggregateError) return error.errors.every(isLost);
  return CODES.includes(code) || SAID.includes(message) || (SYSTEM.includes(code) && SYSTEM_CALLS.includes(syscall));
}
