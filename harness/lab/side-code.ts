/** What a side of a diff names (a git ref, a folder, the working tree), and copying its code to where it will run. */
import { lstatSync, statSync } from 'node:fs';
import { copyFile, cp, mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { DiffSide } from '../results/diff.ts';
import { type Git, openGit } from './git.ts';

export interface SideCode extends Pick<DiffSide, 'given' | 'kind' | 'commit' | 'dirty'> {
  /** Into an empty folder: the code alone, without what was installed or built beside it. */
  copyTo(dir: string): Promise<void>;
}

/** Never copied: what git, set-up and tools leave beside the code. A side gets its dependencies of its own. */
const NOT_CODE = new Set(['.git', 'node_modules', '.venv', '__pycache__', '.cache', '.hypothesis']);
const isCode = (file: string) =>
  !/^out($|\/)/.test(file) && !file.split('/').some((name) => NOT_CODE.has(name) || /^\..*_cache$/.test(name));

/**
 * @param given what was typed; undefined for the working tree. A name that is both a ref and a folder is the ref,
 *   unless it is written as a path: with a separator, or beginning with a dot.
 * @param repository the folder whose git refs and whose working tree are meant.
 * @throws DuetError (exit 2) when there is no such thing, saying what was looked for.
 */
export async function findSide(given: string | undefined, repository: string): Promise<SideCode> {
  const git = await openGit(repository);
  if (given === undefined) return workingTree(git, repository);
  if (looksLikePath(given) && isFolder(given)) return folder(given);
  const commit = await git?.commitOf(given);
  if (git !== undefined && commit !== undefined) {
    return { given, kind: 'ref', commit: commit.slice(0, 12), dirty: false, copyTo: (dir) => git.unpack(commit, dir) };
  }
  if (isFolder(given)) return folder(given);
  throw await notFound(given, git, repository);
}

const looksLikePath = (given: string) => given.startsWith('.') || /[/\\]/.test(given);
const isFolder = (given: string) => statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;

async function notFound(given: string, git: Git | undefined, repository: string): Promise<DuetError> {
  const refuse = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.usage, hint });
  const neither = `"${given}" is no folder`;
  if (git === undefined) {
    const hint = 'give the path of a folder that holds node/ and python/';
    return refuse(`${neither}, and no git ref: ${repository} is not a git repository`, hint);
  }
  const message = `${neither}, and no branch, tag or commit of ${repository}`;
  if ((await git.commitOf(`origin/${given}`)) !== undefined) {
    return refuse(message, `there is origin/${given}: write that, or make a branch of it`);
  }
  if (await git.isShallow()) {
    const hint = `the clone is shallow: \`git fetch --depth=1 origin ${given}\` and FETCH_HEAD, or \`fetch-depth: 0\` in CI`;
    return refuse(message, hint);
  }
  return refuse(message, '`git branch --all` and `git tag` list the names; `git fetch` brings those of others');
}

const folder = (given: string): SideCode => ({
  given,
  kind: 'folder',
  commit: null,
  dirty: false,
  copyTo: async (dir) => copyFolder(await realpath(given), dir),
});

function copyFolder(from: string, to: string): Promise<void> {
  const filter = (file: string) => isCode(path.relative(from, file));
  return cp(from, to, { recursive: true, verbatimSymlinks: true, filter });
}

/** As it is when it is copied: what is edited afterwards does not get in. Without git it is all files. */
async function workingTree(git: Git | undefined, repository: string): Promise<SideCode> {
  const tree = { given: 'working tree', kind: 'working-tree' } as const;
  if (git === undefined) return { ...tree, commit: null, dirty: false, copyTo: (dir) => copyFolder(repository, dir) };
  const commit = (await git.commitOf('HEAD'))?.slice(0, 12) ?? null;
  const copyTo = async (dir: string) => {
    for (const file of (await git.files()).filter(isCode)) {
      const from = path.join(repository, file);
      const to = path.join(dir, file);
      const found = lstatSync(from, { throwIfNoEntry: false });
      // Deleted, or the folder of a submodule.
      if (found === undefined || found.isDirectory()) continue;
      await mkdir(path.dirname(to), { recursive: true });
      if (found.isSymbolicLink()) await symlink(await readlink(from), to);
      else await copyFile(from, to);
    }
  };
  return { ...tree, commit, dirty: await git.isDirty(), copyTo };
}
