/** Asking git about the repository in which a folder lies. */
import path from 'node:path';
import { execa } from 'execa';
import { DuetError, EXIT } from '../errors.ts';

export interface Git {
  /** The folder that was asked for. The paths that commands print and take are relative to it. */
  readonly dir: string;
  /** What a command prints; undefined when it fails. */
  ask(...args: string[]): Promise<string | undefined>;
  /** The same for a command that should not fail. @throws DuetError (exit 4) with what git said. */
  tell(args: string[], options?: GitOptions): Promise<string>;
  /** The full name of the commit that a ref names; undefined when there is none. */
  commitOf(ref: string): Promise<string | undefined>;
  /** Whether the history was cut off when the repository was cloned, as CI does. */
  isShallow(): Promise<boolean>;
  /**
   * Whether files differ from the commit, or are there without being in it. Ignored files do not count.
   * @param leftOut a folder whose files do not either.
   */
  isDirty(leftOut?: string): Promise<boolean>;
}

export interface GitOptions {
  /** Instead of the repository's own index, which stays as it is. */
  index?: string;
  /** Instead of the repository's own working tree. Paths are then relative to the repository's top. */
  workTree?: string;
  input?: string;
}

/** A git hook has these set, and they would decide which repository is meant. */
const UNWANTED = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined, GIT_PREFIX: undefined };

/**
 * What is carried out beside a repository leaves nothing in it (a split index would), waits for nothing, and loads
 * nothing: the content that Git LFS keeps elsewhere is a subject of its own.
 */
const QUIET = ['core.splitIndex=false', 'core.fsmonitor=false', 'submodule.recurse=false'];
const WITHOUT_LFS = ['filter.lfs.smudge=', 'filter.lfs.process=', 'filter.lfs.required=false'];
const CONFIG = [...QUIET, ...WITHOUT_LFS].flatMap((setting) => ['-c', setting]);

/**
 * Undefined when the folder lies in no git repository. A folder below a repository's top is taken for itself.
 * @throws DuetError (exit 4) when git is not installed, or refuses the repository.
 */
export async function openGit(dir: string): Promise<Git | undefined> {
  const run = async (args: string[], { index, workTree, input }: GitOptions = {}) => {
    const elsewhere =
      workTree === undefined
        ? {}
        : { GIT_DIR: await tell(['rev-parse', '--absolute-git-dir']), GIT_WORK_TREE: workTree };
    const result = await execa('git', ['-C', workTree ?? dir, ...(index === undefined ? [] : CONFIG), ...args], {
      reject: false,
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
      env: {
        ...UNWANTED,
        LC_ALL: 'C',
        // `git status` would write the index anew.
        GIT_OPTIONAL_LOCKS: '0',
        ...elsewhere,
        ...(index === undefined ? {} : { GIT_INDEX_FILE: index, GIT_LFS_SKIP_SMUDGE: '1' }),
      },
    });
    if (result.code === 'ENOENT') {
      throw new DuetError('git was not found', {
        exitCode: EXIT.environment,
        hint: 'install git, or give two folders',
      });
    }
    return result;
  };
  const tell = async (args: string[], options?: GitOptions): Promise<string> => {
    const { stdout, stderr, failed } = await run(args, options);
    if (failed) {
      throw new DuetError(`git ${args[0]} failed in ${dir}: ${stderr.trim()}`, { exitCode: EXIT.environment });
    }
    return stdout;
  };
  const ask = async (...args: string[]) => {
    const { stdout, failed } = await run(args);
    return failed ? undefined : stdout;
  };

  const inside = await run(['rev-parse', '--is-inside-work-tree']);
  if (/not a git repository/.test(inside.stderr)) return undefined;
  if (inside.failed) {
    throw new DuetError(`git refuses ${dir}: ${inside.stderr.trim()}`, { exitCode: EXIT.environment });
  }
  return {
    dir,
    ask,
    tell,
    commitOf: (ref) => ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`),
    isShallow: async () => (await tell(['rev-parse', '--is-shallow-repository'])) === 'true',
    isDirty: async (leftOut) => (await tell(['status', '--porcelain', '--', '.', ...without(dir, leftOut)])) !== '',
  };
}

/** A folder as what a command of git is not to look at; one that lies elsewhere is none of its business. */
function without(dir: string, leftOut: string | undefined): string[] {
  const within = leftOut === undefined ? '..' : path.relative(dir, leftOut);
  return within === '' || within.startsWith('..') || path.isAbsolute(within) ? [] : [`:(exclude,literal)${within}`];
}
