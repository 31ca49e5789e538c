/** What a side of a diff names (a git ref, a folder, the working tree), and copying its code to where it will run. */
import { statSync } from 'node:fs';
import { cp, realpath } from 'node:fs/promises';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { DiffSide } from '../results/diff.ts';
import type { Absent, SideName } from '../results/schema.ts';
import { isCode } from './code-files.ts';
import { type Git, openGit } from './git.ts';
import { checkOutCommit, copyWorkingTree } from './git-checkout.ts';
import { lfsObjects } from './lfs.ts';
import { findBranchPoint } from './merge-base.ts';

export interface SideCode extends Pick<DiffSide, 'given' | 'kind' | 'commit' | 'dirty' | 'branch'> {
  /**
   * Into an empty folder: the code alone, without what was installed or built beside it. Returns the submodules whose
   * files are not to be had.
   */
  copyTo(dir: string): Promise<Absent[]>;
  /** How content of Git LFS is found, and what brings it here; undefined for a folder. */
  lfs?: { objects: string; fix: string };
}

export interface SidesGiven {
  /** As typed: a git ref or a folder; undefined for the working tree. */
  base: string | undefined;
  head: string | undefined;
  /** A base that is a branch means its tip, even where it has diverged from head. */
  exactBase?: boolean;
  /** A folder whose files are no code, wherever it lies: what duet writes. */
  leftOut?: string | undefined;
}

/**
 * Both sides. A base that is a branch which has diverged from head is where the two were one; anything else is itself.
 * @param repository the folder whose git refs and whose working tree are meant.
 * @throws DuetError (exit 2) when there is no such thing, saying what was looked for; 4 when the clone is too shallow.
 */
export async function findSides(
  { base, head, exactBase = false, leftOut }: SidesGiven,
  repository: string,
): Promise<Record<SideName, SideCode>> {
  const sides = {
    base: await findSide(base, repository, leftOut),
    head: await findSide(head, repository, leftOut),
  };
  const git = await openGit(repository);
  if (git === undefined || base === undefined || sides.base.kind !== 'ref' || sides.head.kind === 'folder')
    return sides;
  const [tip, headCommit] = [await git.commitOf(base), await git.commitOf(head ?? 'HEAD')];
  if (tip === undefined || headCommit === undefined) return sides;
  const point = await findBranchPoint(git, { given: base, tip, head: headCommit, exact: exactBase });
  if (point === undefined) return sides;
  return { ...sides, base: { ...(await commitSide(git, base, point.commit)), branch: point.branch } };
}

/**
 * A name that is both a ref and a folder is the ref, unless it is a path: with a separator, or beginning with a dot.
 * @throws DuetError (exit 2) when it is neither.
 */
export async function findSide(given: string | undefined, repository: string, leftOut?: string): Promise<SideCode> {
  const git = await openGit(repository);
  if (given === undefined) return workingTree(git, repository, leftOut);
  if (looksLikePath(given) && isFolder(given)) return folder(given, leftOut);
  const commit = await git?.commitOf(given);
  if (git !== undefined && commit !== undefined) return commitSide(git, given, commit);
  if (isFolder(given)) return folder(given, leftOut);
  throw await notFound(given, git, repository);
}

async function commitSide(git: Git, given: string, commit: string): Promise<SideCode> {
  return {
    ...{ given, kind: 'ref', commit: commit.slice(0, 12), dirty: false },
    copyTo: (dir) => checkOutCommit(git, commit, dir),
    lfs: { objects: await lfsObjects(git), fix: `git lfs fetch origin ${commit.slice(0, 12)}` },
  };
}

const looksLikePath = (given: string) => given.startsWith('.') || /[/\\]/.test(given);
/** Not a way to a commit, such as HEAD~1 or main^, and not its hash. */
const isName = (given: string) => !/[~^:@{]|^HEAD$|^[0-9a-f]{7,64}$/.test(given);
const isFolder = (given: string) => statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;

async function notFound(given: string, git: Git | undefined, repository: string): Promise<DuetError> {
  const refuse = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.usage, hint });
  const neither = `"${given}" is not a folder`;
  if (git === undefined) {
    const hint = 'give the path of a folder that holds the code';
    return refuse(`${neither}, and not a git ref: ${repository} is not a git repository`, hint);
  }
  const message = `${neither}, and not a branch, tag or commit of ${repository}`;
  if ((await git.commitOf(`origin/${given}`)) !== undefined) {
    return refuse(message, `there is origin/${given}: write that, or make a branch of it`);
  }
  if (await git.isShallow()) {
    const name = isName(given) ? ` ${given}:refs/remotes/origin/${given}\`, then origin/${given}` : '`';
    return refuse(message, `the clone is shallow: \`git fetch --unshallow origin${name}; in CI \`fetch-depth: 0\``);
  }
  return refuse(message, '`git branch --all` and `git tag` list the names; `git fetch` brings those of others');
}

const folder = (given: string, leftOut: string | undefined): SideCode => ({
  given,
  kind: 'folder',
  commit: null,
  dirty: false,
  copyTo: async (dir) => copyFolder(await realpath(given), dir, leftOut),
});

async function copyFolder(from: string, to: string, leftOut: string | undefined): Promise<Absent[]> {
  const filter = (file: string) => file !== leftOut && isCode(path.relative(from, file));
  await cp(from, to, { recursive: true, verbatimSymlinks: true, filter });
  return [];
}

/** Without git it is all files. */
async function workingTree(git: Git | undefined, repository: string, leftOut: string | undefined): Promise<SideCode> {
  const tree = { given: 'working tree', kind: 'working-tree' } as const;
  if (git === undefined) {
    return { ...tree, commit: null, dirty: false, copyTo: (dir) => copyFolder(repository, dir, leftOut) };
  }
  return {
    ...tree,
    commit: (await git.commitOf('HEAD'))?.slice(0, 12) ?? null,
    dirty: await git.isDirty(leftOut),
    copyTo: (dir) => copyWorkingTree(git, dir, leftOut),
    lfs: { objects: await lfsObjects(git), fix: 'git lfs pull' },
  };
}
