/** Running a command to its end, in a process group of its own: whatever it starts ends with it. */
import { execa } from 'execa';
import type { Workplace } from './workplace.ts';

export interface RunOptions {
  signal: AbortSignal;
  cwd?: string;
  /** Its whole environment; by default it has ours. */
  env?: Record<string, string>;
  /** It is killed then. */
  timeoutMs?: number;
  /** It is asked to end (SIGINT) when this aborts, and may take its time. */
  interrupt?: AbortSignal;
}

/** What became of it; it may have failed. @throws the signal's reason when it aborts. */
export async function runToEnd(
  workplace: Workplace,
  command: string,
  args: string[],
  { signal, cwd, env, timeoutMs, interrupt }: RunOptions,
) {
  signal.throwIfAborted();
  const child = execa(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env, extendEnv: false }),
    all: true,
    reject: false,
    stdin: 'ignore',
    detached: true,
    cleanup: false,
  });
  const { pid } = child;
  const kill = () => pid !== undefined && signalGroup(pid, 'SIGKILL');
  const ask = () => pid !== undefined && signalGroup(pid, 'SIGINT');
  if (pid !== undefined) workplace.own(pid, [command, ...args].join(' '));
  const timer = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs);
  signal.addEventListener('abort', kill);
  interrupt?.addEventListener('abort', ask);
  const result = await child;
  signal.removeEventListener('abort', kill);
  interrupt?.removeEventListener('abort', ask);
  clearTimeout(timer);
  kill(); // what it may have started and not ended
  if (pid !== undefined) workplace.disown(pid);
  signal.throwIfAborted();
  return result;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
