/** Starting a long-lived child: one owner, one log file, one way to stop it in every exit path. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';
import { hideSecrets } from '../secrets.ts';
import { pinned } from './placement.ts';
import { readStat, STAT } from './proc.ts';
import { endAll, type Family, familyHasEnded, familyMembers, MARK, signalAll } from './process-family.ts';
import { beganAt, groupMembers, groupOf, processStartTime } from './process-table.ts';
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
  /** What to try when it does not start. */
  hint?: string | undefined;
  /** How long it may take until it says that it listens. */
  startTimeoutMs?: number;
  /** What to try first where that was not long enough. */
  timeoutHint?: string;
  /** Asked then, before it is ended: what else is wrong with it, by its processes, and what to try. */
  explainTimeout?: (pids: number[]) => { reason: string; hint: string } | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
  /** Recognizes the line of its output that says it is ready. Default: a line of JSON with `listening`. */
  readyWhen?: (line: string) => Record<string, string> | undefined;
  /**
   * Instead: asks a child that does not say so itself, until it is ready or the signal ends the asking. When it
   * rejects, the child is ended, and the start fails with that.
   */
  readyBy?: (signal: AbortSignal) => Promise<Record<string, string>>;
  /** How to ask it to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end then. */
  stopGraceMs?: number | undefined;
  /** Its port, where it may leave its process group, or put itself into the background: then all its family is ended. */
  roamsOn?: number;
}

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** The family of a child that may leave its process group. */
  readonly family?: Family;
  /** What the child said when it was ready, e.g. `listening`. */
  readonly ready: Record<string, string>;
  /** Set once the child has ended: how, with the end of its log. */
  readonly death: () => string | undefined;
  /** SIGTERM, then SIGKILL to its whole group, and family. Resolves when it has gone. */
  stop(): Promise<void>;
  /** SIGKILL, then to its whole group, and family. */
  kill(): Promise<void>;
}

const GRACE_MS = 3_000;
/**
 * For so long the others of a group may end by themselves after the first: the resource tracker of Python removes the
 * semaphores of a pool of processes once all that used them have gone, and nobody else ever would.
 */
const OTHERS_MS = 300;
const OTHERS_LOOK_MS = 5;
/** A process whose children hold its output is gone all the same; its own last lines arrive within this. */
const LAST_LINES_MS = 200;
/** How long a command that has ended well may take until what it left in the background listens. */
const BACKGROUND_MS = 5_000;
/** How much of a log a message shows. */
const TAIL_LINES = 12;

/**
 * Starts a child in a process group of its own and waits for its first line of JSON on stdout, which
 * carries `listening`. Its stdin stays open as long as we live, so that it can notice our death.
 * @throws DuetError with the end of the child's log when it dies or stays silent.
 */
export async function startChild(workplace: Workplace, options: ChildOptions): Promise<Child> {
  const { command, args } = pinned(options.command, options.args, options.cores);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  // A log line that finds no room is lost; the samples, which need the same room, end the run with a message.
  log.on('error', () => {});
  const tail: string[] = [];
  const mark = options.roamsOn === undefined ? undefined : randomUUID();
  const child = execa(command, args, {
    env: mark === undefined ? options.env : { ...options.env, [MARK]: mark },
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
      hint: options.hint ?? `is ${command} installed and executable?`,
    });
  }
  const pid = child.pid;
  workplace.own(pid, options.what, mark);
  const family: Family | undefined =
    mark === undefined || options.roamsOn === undefined
      ? undefined
      : { group: pid, since: beganAt(pid) ?? Number.POSITIVE_INFINITY, mark, port: options.roamsOn };
  const members = () => (family === undefined ? [] : familyMembers(family));
  child.stdin.on('error', () => {});

  const asking = new AbortController();
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.nodeChildProcess.once('exit', async (code, signal) => {
      await Promise.race([child, sleep(LAST_LINES_MS, undefined, { ref: false })]);
      // It may have put what it started into the background, which goes on.
      if (family !== undefined && code === 0) {
        await familyHasEnded(family, asking.signal.aborted ? 0 : performance.now() + BACKGROUND_MS);
      }
      ended = signal ? `was ended by ${signal}` : `exited with code ${code}`;
      resolve();
    });
  });
  void child.then(() => log.end());
  const death = () => (ended === undefined ? undefined : `${options.what} ${ended}${indented(tail)}`);

  const stop = async () => {
    const stopSignal = options.stopSignal ?? 'SIGTERM';
    const strays = members().filter((member) => groupOf(member) !== pid);
    if (ended === undefined) child.kill(stopSignal);
    signalAll(strays, stopSignal);
    await Promise.race([gone, sleep(options.stopGraceMs ?? GRACE_MS, undefined, { ref: false })]);
    await kill();
  };
  const kill = async () => {
    // Once the first of them has gone, nobody knows whose those that lead groups of their own are.
    const known = members().map((member) => [member, processStartTime(member)] as const);
    const left = () =>
      known.flatMap(([member, since]) => (since && processStartTime(member) === since ? [member] : []));
    if (ended === undefined) child.kill('SIGKILL');
    await othersHaveEnded(pid);
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group has gone already.
    }
    await endAll(() => [...members(), ...left()]);
    await gone;
    // Nobody of ours is left to write there; whoever holds the other ends must not keep this process.
    for (const end of [child.stdin, child.stdout, child.stderr]) end.destroy();
    workplace.disown(pid);
  };

  const firstLine = new Promise<Record<string, string>>((resolve) => {
    const readyWhen = options.readyBy ? () => undefined : (options.readyWhen ?? listeningLine);
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        const masked = hideSecrets(line);
        log.write(`${masked}\n`);
        tail.push(masked);
        if (tail.length > TAIL_LINES) tail.shift();
        const ready = readyWhen(line);
        if (ready !== undefined) resolve(ready);
      });
    }
  });
  const timeoutMs = options.startTimeoutMs ?? 20_000;
  const ready = options.readyBy?.(asking.signal) ?? firstLine;
  const outcome = await Promise.race([ready, gone, sleep(timeoutMs, 'timeout' as const, { ref: false })])
    .catch(async (error) => {
      await stop();
      throw error;
    })
    .finally(() => asking.abort());
  if (outcome === undefined || outcome === 'timeout') {
    const isLate = outcome === 'timeout';
    const explained = isLate ? options.explainTimeout?.(members()) : undefined;
    if (isLate) ended ??= explained?.reason ?? `did not listen within ${timeoutMs / 1000} s`;
    const hints = explained === undefined ? [isLate ? options.timeoutHint : undefined, options.hint] : [explained.hint];
    const reason = death() ?? options.what;
    ended = isLate ? undefined : ended;
    await stop();
    throw new DuetError(`${reason}`, {
      exitCode: EXIT.environment,
      hint: hints.filter(Boolean).join('; ') || `see its log, ${options.logFile}`,
    });
  }
  return {
    ...(family === undefined ? {} : { family }),
    ...{ pid, ready: outcome, death, stop, kill, [Symbol.asyncDispose]: stop },
  };
}

/** Resolves once nobody lives of a group whose first process was ended, or after OTHERS_MS. Without /proc at once. */
async function othersHaveEnded(group: number): Promise<void> {
  const isLive = (pid: number) => (readStat(pid)?.(STAT.state) ?? 'Z') !== 'Z';
  const untilMs = performance.now() + OTHERS_MS;
  while (groupMembers(group).some(isLive) && performance.now() < untilMs) await sleep(OTHERS_LOOK_MS);
}

function listeningLine(line: string): Record<string, string> | undefined {
  return line.startsWith('{"listening"') ? JSON.parse(line) : undefined;
}

function indented(tail: string[]): string {
  return tail.length === 0 ? '' : `; the end of its log:\n    ${tail.join('\n    ')}`;
}
