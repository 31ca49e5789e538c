/** Installing what a lock file pins, with npm and pip, into folders of our own. */
import path from 'node:path';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';
import type { Workplace } from './workplace.ts';

export interface Installer {
  /** Into node_modules/ of a folder that holds package.json and package-lock.json. */
  npm(dir: string): Promise<void>;
  /** A virtual environment in `dir` with exactly what the lock file names. */
  venv(dir: string, python: string, lockFile: string): Promise<void>;
}

/** How much of what npm or pip said a message shows. */
const TAIL_LINES = 12;

/** @throws DuetError (exit 4) with the end of what npm or pip said; the signal's reason when it aborts. */
export function openInstaller(workplace: Workplace, signal: AbortSignal): Installer {
  const run = (command: string, args: string[], cwd: string) => runToEnd(workplace, signal, command, args, cwd);
  return {
    // As harness/tasks/setup.sh does, whose comment says why it is not `npm ci`; services need no tools of the tests.
    npm: (dir) => run('npm', ['install', '--no-save', '--omit=dev', '--loglevel=error', '--no-progress'], dir),
    async venv(dir, python, lockFile) {
      // Not where the user is: Python would take a module that lies there for its own.
      const elsewhere = path.dirname(dir);
      await run(python, ['-m', 'venv', dir], elsewhere);
      const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--require-hashes', '-r', lockFile];
      await run(path.join(dir, 'bin/python'), ['-m', 'pip', 'install', ...options], elsewhere);
    },
  };
}

/** In a process group of its own, so that whatever it starts ends with it. */
async function runToEnd(
  workplace: Workplace,
  signal: AbortSignal,
  command: string,
  args: string[],
  cwd: string,
): Promise<void> {
  signal.throwIfAborted();
  const child = execa(command, args, {
    cwd,
    all: true,
    reject: false,
    stdin: 'ignore',
    detached: true,
    cleanup: false,
  });
  const { pid } = child;
  const kill = () => pid !== undefined && killGroup(pid);
  if (pid !== undefined) workplace.own(pid, command);
  signal.addEventListener('abort', kill);
  const result = await child;
  signal.removeEventListener('abort', kill);
  if (pid !== undefined) workplace.disown(pid);
  signal.throwIfAborted();
  if (!result.failed) return;
  const said = result.all?.trimEnd().split('\n').slice(-TAIL_LINES).join('\n    ') || result.originalMessage;
  throw new DuetError(`\`${[command, ...args].join(' ')}\` failed; the end of what it said:\n    ${said}`, {
    exitCode: EXIT.environment,
    hint: 'network? disk space? Does the lock file of that side install by itself?',
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
