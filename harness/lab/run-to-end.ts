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
}

/** What became of it; it may have failed. @throws the signal's reason when it aborts. */
export async function runToEnd(
  workplace: Workplace,
  command: string,
  args: string[],
  { signal, cwd, env, timeoutMs }: RunOptions,
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
  const kill = () => pid !== undefined && killGroup(pid);
  if (pid !== undefined) workplace.own(pid, [command, ...args].join(' '));
  const timer = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs);
  signal.addEventListener('abort', kill);
  const result = await child;
  signal.removeEventListener('abort', kill);
  clearTimeout(timer);
  kill(); // what it may have started and not ended
  if (pid !== undefined) workplace.disown(pid);
  signal.throwIfAborted();
  return result;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
