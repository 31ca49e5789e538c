/** How many files and processes this process may have: sockets are files, threads count as processes, and a run has hundreds. */
import { DuetError, EXIT } from '../errors.ts';
import { readGroupLimits } from './group-limits.ts';
import { readProc } from './proc.ts';

/** The clients of a phase may have 128 connections on each side of the service, and PostgreSQL wants 58 files for itself. */
const NEEDED_FILES = 512;
/** Four programs of Node with a dozen threads each, PostgreSQL with its backends, and a pool of threads or workers. */
const NEEDED_PROCESSES = 128;

/** The limit of this process and of what it starts; Node has raised it as far as it may. Undefined where that is not told. */
export function openFilesLimit(limits = readProc('self/limits')): number | undefined {
  const soft = limits?.match(/^Max open files +(\d+|unlimited)/m)?.[1];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** @throws DuetError (exit 4) before anything is started that would fail in the middle of a run. */
export function refuseNarrowLimits(files = openFilesLimit(), { processes } = readGroupLimits()): void {
  if (files !== undefined && files < NEEDED_FILES) {
    throw new DuetError(`a process may have only ${files} open files here; duet needs ${NEEDED_FILES}`, {
      exitCode: EXIT.environment,
      hint: 'raise the limit: `ulimit -n 4096` (where that is refused, `ulimit -Hn` says how far it may go)',
    });
  }
  if (processes !== undefined && processes < NEEDED_PROCESSES) {
    throw new DuetError(`a control group allows only ${processes} processes here; duet needs ${NEEDED_PROCESSES}`, {
      exitCode: EXIT.environment,
      hint: 'raise pids.max of the container, e.g. `docker run --pids-limit 512`',
    });
  }
}
