/** What the operating system refuses, as errors that say what was tried and what to do. */
import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuetError, EXIT } from './errors.ts';
import { isPackage } from './install.ts';

const FREE_SPACE = `free some space (${isPackage ? 'remove old runs from out/' : '`make clean`'})`;
const PERMISSIONS = 'check the permissions, or choose another folder with --out';

const HINTS: Record<string, string> = {
  ENOSPC: `the disk is full: ${FREE_SPACE} or point --out at another disk`,
  EDQUOT: `your quota is used up: ${FREE_SPACE} or point --out at another disk`,
  EACCES: PERMISSIONS,
  EPERM: PERMISSIONS,
  EROFS: 'the file system is read-only: choose another folder with --out',
  ENOENT: 'check the path; `ls out` lists the runs',
  EISDIR: 'a folder has that name: rename or remove it',
  EEXIST: 'a file has that name: choose another folder with --out',
  ENOTDIR: 'a part of the path is a file: choose another folder with --out',
};
const WRONG_PATH = ['ENOENT', 'ENOTDIR'];

/** What no other folder helps against. */
const LIMITS: Record<string, string> = {
  EMFILE: 'raise the limit of open files: `ulimit -n 4096`',
  ENFILE: 'the machine has too many open files: close other programs',
  EAGAIN: 'the limit of processes is reached (`ulimit -u`, or that of the container): raise it, or end others',
  ENOMEM: 'the memory is used up: close other programs, or choose a smaller --profile',
};

/** Every duet of a user keeps its work folders below one that is called like this. */
const WORK_FOLDERS = 'duet-';

/** Where the disk of temporary files is what is in the way. */
export const hintForTemporary = (): string =>
  `check ${os.tmpdir()}, or name another folder for temporary files in TMPDIR`;

type SystemError = NodeJS.ErrnoException & { dest?: string };

function hintOf({ code = '', path: file = '', dest = file }: SystemError): string | undefined {
  if (code in LIMITS) return LIMITS[code];
  const temporary = os.tmpdir();
  const isTemporary = path.resolve(dest).startsWith(path.join(temporary, WORK_FOLDERS));
  if (isTemporary && code in HINTS) return hintForTemporary();
  return HINTS[code];
}

/**
 * An error of the operating system that nobody has explained: what was tried stands in its message.
 * @returns undefined for any other error.
 */
export function explainSystemError(error: unknown): DuetError | undefined {
  const { code = '', message, syscall } = (error ?? {}) as SystemError;
  const hint = syscall === undefined || WRONG_PATH.includes(code) ? undefined : hintOf(error as SystemError);
  if (hint === undefined) return undefined;
  return new DuetError(`the system refused: ${message}`, { exitCode: EXIT.environment, hint, cause: error });
}

/**
 * Makes a folder with those that it lies in. Node 24 says ENOENT of a read-only disk when it is asked for all at once, and why
 * when it is asked for the first of them.
 * @param mode of all that are made.
 */
export function makeFolder(dir: string, mode?: number): void {
  const options = mode === undefined ? {} : { mode };
  try {
    mkdirSync(dir, { ...options, recursive: true });
  } catch (error) {
    if ((error as SystemError).code !== 'ENOENT') throw error;
    let first = path.resolve(dir);
    while (!existsSync(path.dirname(first))) first = path.dirname(first);
    mkdirSync(first, options);
    mkdirSync(dir, { ...options, recursive: true });
  }
}

/**
 * @param what completes "cannot …", e.g. "write out/x/report.md".
 * @param option of the command, by which another folder is chosen.
 */
export function explainFileErrors<T>(what: string, action: () => T, option = '--out'): T {
  try {
    return action();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new DuetError(`cannot ${what}: ${(cause as Error).message}`, {
      exitCode: WRONG_PATH.includes(code) ? EXIT.usage : EXIT.environment,
      hint: hintOf(cause as SystemError)?.replaceAll('--out', option),
      cause,
    });
  }
}
