/** How many files a process may have open: sockets are files, too, and a run has hundreds. */
import { DuetError, EXIT } from '../errors.ts';
import { readProc } from './proc.ts';

/** The clients of a phase may have 128 connections on each side of the service, and PostgreSQL wants 58 for itself. */
const NEEDED = 512;

/** The limit of this process and of what it starts; Node has raised it as far as it may. Undefined where that is not told. */
export function openFilesLimit(limits = readProc('self/limits')): number | undefined {
  const soft = limits?.match(/^Max open files +(\d+|unlimited)/m)?.[1];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** @throws DuetError (exit 4) before anything is started that would fail in the middle of a run. */
export function refuseFewOpenFiles(limit = openFilesLimit()): void {
  if (limit === undefined || limit >= NEEDED) return;
  throw new DuetError(`a process may have only ${limit} open files here; duet needs ${NEEDED}`, {
    exitCode: EXIT.environment,
    hint: 'raise the limit: `ulimit -n 4096` (where that is refused, `ulimit -Hn` says how far it may go)',
  });
}
