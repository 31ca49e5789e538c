/** Starting a long-lived child: one owner, one log file, one way to stop it in every exit path. */
import { createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { DuetError, EXIT, maskPasswords } from '../errors.ts';
import { pinned } from './placement.ts';
import type { Workplace } from './workplace.ts';

export interface ChildOptions {
  /** Shown in messages: "the Python service". */
  what: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Cores it may use; undefined for all. */
  cores?: number[] | undefined;
  logFile: string;
  /** How long it may take until it says that it listens. */
  startTimeoutMs?: number;
  uid?: number | undefined;
  gid?: number | undefined;
  /** Recognizes the line of its output that says it is ready. Default: a line of JSON with `listening`. */
  readyWhen?: (line: string) => Record<string, string> | undefined;
  /** How to ask it to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** What the child said when it was ready, e.g. `listening`. */
  readonly ready: Record<string, string>;
  /** Set once the child has ended: how, with the end of its log. */
  readonly death: () => string | undefined;
  /** SIGTERM, then SIGKILL to its whole group. Resolves when it has gone. */
  stop(): Promise<void>;
}

const GRACE_MS = 3_000;

/**
 * Starts a child in a process group of its own and waits for its first line of JSON on stdout, which
 * carries `listening`. Its stdin stays open as long as we live, so that it can notice our death.
 * @throws DuetError with the end of the child's log when it dies or stays silent.
 */
export async function startChild(workplace: Workplace, options: ChildOptions): Promise<Child> {
  const { command, args } = pinned(options.command, options.args, options.cores);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const child = execa(command, args, {
    env: options.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    stdin: 'pipe',
    buffer: false,
    reject: false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  if (child.pid === undefined) {
    const result = await child;
    throw new DuetError(`${options.what} could not be started: ${result.originalMessage ?? 'unknown reason'}`, {
      exitCode: EXIT.environment,
      hint: `is ${command} installed and executable?`,
    });
  }
  const pid = child.pid;
  workplace.own(pid, options.what);
  child.stdin.on('error', () => {});

  let ended: string | undefined;
  const gone = child.then((result) => {
    ended = result.signal ? `was ended by ${result.signal}` : `exited with code ${result.exitCode}`;
    log.end();
  });
  const death = () => (ended === undefined ? undefined : `${options.what} ${ended}${logTail(options.logFile)}`);

  const stop = async () => {
    if (ended === undefined) child.kill(options.stopSignal ?? 'SIGTERM');
    await Promise.race([gone, sleep(GRACE_MS, undefined, { ref: false })]);
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group has gone already.
    }
    await gone;
    workplace.disown(pid);
  };

  const firstLine = new Promise<Record<string, string>>((resolve) => {
    const readyWhen = options.readyWhen ?? listeningLine;
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        log.write(`${line}\n`);
        const ready = readyWhen(line);
        if (ready !== undefined) resolve(ready);
      });
    }
  });
  const timeoutMs = options.startTimeoutMs ?? 20_000;
  const outcome = await Promise.race([firstLine, gone, sleep(timeoutMs, 'timeout' as const, { ref: false })]);
  if (outcome === undefined || outcome === 'timeout') {
    if (outcome === 'timeout') ended ??= `did not listen within ${timeoutMs / 1000} s`;
    const reason = death() ?? options.what;
    ended = outcome === 'timeout' ? undefined : ended;
    await stop();
    throw new DuetError(`${reason}`, { exitCode: EXIT.environment, hint: 'the end of its log is above' });
  }
  return { pid, ready: outcome, death, stop, [Symbol.asyncDispose]: stop };
}

function listeningLine(line: string): Record<string, string> | undefined {
  return line.startsWith('{"listening"') ? JSON.parse(line) : undefined;
}

/** The last lines of a log, indented, passwords masked. */
export function logTail(file: string, lines = 12): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trimEnd();
  } catch {
    return '';
  }
  if (text === '') return '';
  const tail = maskPasswords(text).split('\n').slice(-lines);
  return `; the end of its log:\n    ${tail.join('\n    ')}`;
}
