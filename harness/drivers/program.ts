/**
 * A driver that is a program, from its start to its end: in a process group of its own, which ends with the run whatever ends
 * that, and on the core that the placement of the run gives to duet's own driver. A child of this process, so that its CPU time
 * is ours and not that of others.
 */
import { pinned, placement } from '../lab/placement.ts';
import { endedChildrenMs } from '../lab/process-accounts.ts';
import { runToEnd } from '../lab/run-to-end.ts';
import type { Workplace } from '../lab/workplace.ts';
import { DriverFailed } from '../load/driver.ts';
import { printable } from '../printable.ts';
import { hideSecrets } from '../secrets.ts';
import type { FoundDriver } from './find.ts';

/** Where and for how long programs may run. */
export interface DriverPlace {
  workplace: Workplace;
  /** Ends every program at once. */
  signal: AbortSignal;
}

/** A program starts and ends within this, beside its load; what is under way for longer is given up. */
export const PATIENCE_MS = 30_000;

export interface ProgramOptions extends DriverPlace {
  /** It is killed after that. */
  mostMs: number;
  /** Asks it to end, when it aborts. */
  interrupt?: AbortSignal;
}

export interface Ended {
  stdout: string;
  /** CPU time of the program. */
  cpu: { userMs: number; systemMs: number };
}

/**
 * Its environment is this beside PATH, and has nothing of the reader's: a driver that finds a proxy there would use it. By
 * themselves vegeta takes a thread for each core that it may use, which is all of them where nothing is pinned, and oha one for
 * each core that there is, also where it may use one: no account of a core would be that of duet's own driver.
 */
const ONE_THREAD = { GOMAXPROCS: '1', TOKIO_WORKER_THREADS: '1' };

/** @throws DriverFailed when it cannot be started, fails or is killed; the signal's reason when that aborts. */
export async function runProgram(
  driver: FoundDriver,
  args: string[],
  { workplace, signal, mostMs, interrupt }: ProgramOptions,
): Promise<Ended> {
  const { command, args: all } = pinned(driver.path, args, placement.rest);
  const before = endedChildrenMs();
  const {
    failed,
    stdout = '',
    stderr = '',
    exitCode,
    signal: killedBy,
    originalMessage,
  } = await runToEnd(workplace, command, all, {
    signal,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...ONE_THREAD },
    timeoutMs: mostMs,
    ...(interrupt === undefined ? {} : { interrupt }),
  });
  const after = endedChildrenMs();
  if (failed) {
    const how = killedBy ? `was ended by ${killedBy}` : `exited with code ${exitCode ?? `none: ${originalMessage}`}`;
    throw driverFailed(driver, `${how}${ending(stderr)}`);
  }
  return { stdout, cpu: { userMs: after.userMs - before.userMs, systemMs: after.systemMs - before.systemMs } };
}

export const driverFailed = ({ name, version }: FoundDriver, message: string, cause?: unknown): DriverFailed =>
  new DriverFailed(`${name} ${version}`, message, { cause });

/** What it printed cannot be read. */
export const unreadable = (driver: FoundDriver, printed: string, cause?: unknown): DriverFailed =>
  driverFailed(driver, `printed no result that can be read${ending(printed)}`, cause);

/** So much of what a program wrote is shown. */
const SHOWN_LINES = 4;
const SHOWN_LENGTH = 400;

function ending(text: string): string {
  const lines = hideSecrets(text.trim()).split('\n').slice(-SHOWN_LINES).map(printable);
  const shown = lines.join(' | ').slice(-SHOWN_LENGTH);
  return shown === '' ? '' : `: ${shown}`;
}
