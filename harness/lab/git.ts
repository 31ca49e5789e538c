/** Asking git about the repository, and taking the files of a commit out of it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';

export interface Git {
  /** The full name of the commit that a ref names; undefined when there is none. */
  commitOf(ref: string): Promise<string | undefined>;
  /** Whether the history was cut off when the repository was cloned, as CI does. */
  isShallow(): Promise<boolean>;
  /** Whether files differ from the commit, or are there without being in it. Ignored files do not count. */
  isDirty(): Promise<boolean>;
  /** The files as they are now: tracked, and untracked ones that are not ignored. Paths from the repository's folder. */
  files(): Promise<string[]>;
  /** Unpacks the files of a commit into an empty folder. Nothing is registered in the repository. */
  unpack(commit: string, into: string): Promise<void>;
}

/**
 * Undefined when the folder lies in no git repository. A folder below a repository's top is taken for itself.
 * @throws DuetError (exit 4) when git is not installed, or refuses the repository.
 */
export async function openGit(repository: string): Promise<Git | undefined> {
  const git = async (...args: string[]): Promise<{ stdout: string; failed: boolean; stderr: string }> => {
    const options = { reject: false, stdin: 'ignore', env: { LC_ALL: 'C' } } as const;
    const result = await execa('git', ['-C', repository, ...args], options);
    if (result.code === 'ENOENT') {
      throw new DuetError('git was not found', {
        exitCode: EXIT.environment,
        hint: 'install git, or give two folders',
      });
    }
    return result;
  };
  const succeed = async (...args: string[]): Promise<string> => {
    const { stdout, stderr, failed } = await git(...args);
    if (failed) {
      throw new DuetError(`git ${args[0]} failed: ${stderr.trim()}`, { exitCode: EXIT.environment });
    }
    return stdout;
  };

  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (/not a git repository/.test(inside.stderr)) return undefined;
  if (inside.failed) {
    throw new DuetError(`git refuses ${repository}: ${inside.stderr.trim()}`, { exitCode: EXIT.environment });
  }
  return {
    async commitOf(ref) {
      const { stdout, failed } = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
      return failed ? undefined : stdout;
    },
    isShallow: async () => (await succeed('rev-parse', '--is-shallow-repository')) === 'true',
    isDirty: async () => (await succeed('status', '--porcelain', '.')) !== '',
    async files() {
      const listed = await succeed('ls-files', '-z', '--cached', '--others', '--exclude-standard');
      return [...new Set(listed.split('\0').filter(Boolean))]; // a conflict lists a file once per version
    },
    async unpack(commit, into) {
      const archive = path.join(path.dirname(into), `${path.basename(into)}.tar`);
      await succeed('archive', '--format=tar', `--output=${archive}`, commit);
      await execa('tar', ['-xf', archive, '-C', into]);
      await rm(archive);
    },
  };
}
