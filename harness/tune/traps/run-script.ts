/** Runs one script of ours to its end, and reads the JSON that it prints. */
import { execa } from 'execa';
import { DuetError, EXIT } from '../../errors.ts';
import type { Workplace } from '../../lab/workplace.ts';

/** They take a second or two; a machine may be busy. */
const TIMEOUT_MS = 30_000;
/** How much of what a script said a message shows. */
const TAIL_LINES = 20;

export interface ScriptOptions {
  command: string;
  file: string;
  env: Record<string, string>;
  signal: AbortSignal;
}

/**
 * In a process group of its own, so that whatever it starts ends with it.
 * @throws DuetError (exit 4) with the end of what it said; the signal's reason when it aborts.
 */
export async function runScript<T>(workplace: Workplace, options: ScriptOptions): Promise<T> {
  const { command, file, env, signal } = options;
  signal.throwIfAborted();
  const child = execa(command, [file], {
    // No __pycache__ is left beside the scripts.
    env: { ...inherited('PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'TMPDIR'), PYTHONDONTWRITEBYTECODE: '1', ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
    cleanup: false,
  });
  const { pid } = child;
  const kill = () => pid !== undefined && killGroup(pid);
  if (pid !== undefined) workplace.own(pid, file);
  const timer = setTimeout(kill, TIMEOUT_MS);
  signal.addEventListener('abort', kill);
  const result = await child;
  signal.removeEventListener('abort', kill);
  clearTimeout(timer);
  kill(); // what it may have started and not ended
  if (pid !== undefined) workplace.disown(pid);
  signal.throwIfAborted();
  if (!result.failed) return JSON.parse(result.stdout);
  const said = result.stderr?.trimEnd().split('\n').slice(-TAIL_LINES).join('\n    ') || result.originalMessage;
  const how = result.signal ? `was ended by ${result.signal}` : `exited with code ${result.exitCode}`;
  throw new DuetError(`${file} ${how}; the end of what it said:\n    ${said}`, {
    exitCode: EXIT.environment,
    hint: `does ${command} have the packages of the services? \`duet doctor\` says what is missing`,
  });
}

function inherited(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
