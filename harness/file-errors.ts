/** What the file system refuses, as errors that say what was tried and what to do. */
import { DuetError, EXIT } from './errors.ts';
import { isPackage } from './install.ts';

const FREE_SPACE = `free some space (${isPackage ? 'remove old runs from out/' : '`make clean`'})`;

const HINTS: Record<string, string> = {
  ENOSPC: `the disk is full: ${FREE_SPACE} or point --out at another disk`,
  EDQUOT: `your quota is used up: ${FREE_SPACE} or point --out at another disk`,
  EACCES: 'check the permissions, or choose another folder with --out',
  EPERM: 'check the permissions, or choose another folder with --out',
  EROFS: 'the file system is read-only: choose another folder with --out',
  ENOENT: 'check the path; `ls out` lists the runs',
  ENOTDIR: 'a part of the path is a file: choose another folder with --out',
};
const WRONG_PATH = ['ENOENT', 'ENOTDIR'];

/** @param what completes "cannot …", e.g. "write out/x/report.md". */
export function explainFileErrors<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new DuetError(`cannot ${what}: ${(cause as Error).message}`, {
      exitCode: WRONG_PATH.includes(code) ? EXIT.usage : EXIT.environment,
      hint: HINTS[code],
      cause,
    });
  }
}
