/** Starting a long-lived child: one owner, one log file, one way to stop it in every exit path. */
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuetError, EXIT } from '../errors.ts';
import { hideSecrets } from '../secrets.ts';
import { askToEnd, endGroup, watchEnd } from './process-end.ts';
import type { Family } from './process-family.ts';
import { type Spawned, type SpawnOptions, spawnLeader } from './spawn.ts';
import type { Workplace } from './workplace.ts';

export interface ChildOptions extends SpawnOptions {
  logFile: string;
  /** How long it may take until it says that it listens. */
  startTimeoutMs?: number;
  /** What to try first where that was not long enough. */
  timeoutHint?: string;
  /** Asked then, before it is ended: what else is wrong with it, by its processes, and what to try. */
  explainTimeout?: (pids: number[]) => { reason: string; hint: string } | undefined;
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

/** How much of a log a message shows. */
const TAIL_LINES = 12;

/**
 * Starts a child in a process group of its own and waits for its first line of JSON on stdout, which
 * carries `listening`. Its stdin stays open as long as we live, so that it can notice our death.
 * @throws DuetError with the end of the child's log when it dies or stays silent.
 */
export async function startChild(workplace: Workplace, options: ChildOptions): Promise<Child> {
  const spawned = await spawnLeader(workplace, options);
  const { pid, family } = spawned;
  const output = keepOutput(spawned, options);
  const asking = new AbortController();
  const end = watchEnd(spawned, asking.signal);
  const told = (how: string | undefined) => how && `${options.what} ${how}${output.tail()}`;
  const kill = async () => {
    await endGroup(spawned, end);
    workplace.disown(pid);
  };
  const stop = async () => {
    await askToEnd(spawned, end, options);
    await kill();
  };
  const timeoutMs = options.startTimeoutMs ?? 20_000;
  const ready = options.readyBy?.(asking.signal) ?? output.ready;
  const outcome = await Promise.race([ready, end.gone, sleep(timeoutMs, 'timeout' as const, { ref: false })])
    .catch(async (error) => {
      await stop();
      throw error;
    })
    .finally(() => asking.abort());
  if (outcome === undefined || outcome === 'timeout') {
    const late = outcome === 'timeout' ? whyLate(spawned, options, timeoutMs) : undefined;
    const reason = told(end.how() ?? late?.reason);
    await stop();
    throw new DuetError(reason ?? options.what, {
      exitCode: EXIT.environment,
      hint: (late === undefined ? options.hint : late.hint) || `see its log, ${options.logFile}`,
    });
  }
  return {
    ...(family === undefined ? {} : { family }),
    ...{ pid, ready: outcome, death: () => told(end.how()), stop, kill, [Symbol.asyncDispose]: stop },
  };
}

/** Writes what a child prints into its log. `ready`: what the line says that says it is. `tail`: the end of the log, for messages. */
function keepOutput({ child }: Spawned, { logFile, readyWhen = listeningLine, readyBy }: ChildOptions) {
  const log = createWriteStream(logFile, { flags: 'a' });
  // A log line that finds no room is lost; the samples, which need the same room, end the run with a message.
  log.on('error', () => {});
  void child.then(() => log.end());
  const lines: string[] = [];
  const ready = new Promise<Record<string, string>>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        const masked = hideSecrets(line);
        log.write(`${masked}\n`);
        lines.push(masked);
        if (lines.length > TAIL_LINES) lines.shift();
        const said = readyBy === undefined ? readyWhen(line) : undefined;
        if (said !== undefined) resolve(said);
      });
    }
  });
  const tail = () => (lines.length === 0 ? '' : `; the end of its log:\n    ${lines.join('\n    ')}`);
  return { ready, tail };
}

/** Why a child is not ready in time, and what to try. */
function whyLate({ members }: Spawned, { explainTimeout, timeoutHint, hint }: ChildOptions, timeoutMs: number) {
  const hints = [timeoutHint, hint].filter(Boolean).join('; ');
  return explainTimeout?.(members()) ?? { reason: `did not listen within ${timeoutMs / 1000} s`, hint: hints };
}

function listeningLine(line: string): Record<string, string> | undefined {
  return line.startsWith('{"listening"') ? JSON.parse(line) : undefined;
}
