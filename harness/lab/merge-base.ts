/** Where the branch that is head began: what a base that is a branch stands for once it has gone on without head. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { BaseBranch } from '../results/schema.ts';
import type { Git } from './git.ts';

export interface BranchPoint {
  /** Full name of the commit to compare with. */
  commit: string;
  branch: BaseBranch;
}

export interface BranchQuestion {
  /** As typed. */
  given: string;
  /** Full names of the commits that base and head name. */
  tip: string;
  head: string;
  /** The branch's tip is wanted, whatever head lacks of it. */
  exact: boolean;
}

/**
 * Undefined where `given` is no branch (a tag, a commit, `HEAD~1`), or one of which head has every commit: it means
 * itself.
 * @throws DuetError (exit 4) in a shallow clone in which the merge base is missing.
 */
export async function findBranchPoint(git: Git, question: BranchQuestion): Promise<BranchPoint | undefined> {
  const { given, tip, head, exact } = question;
  if (!(await namesBranch(git, given))) return undefined;
  const found = (await git.ask('merge-base', '--all', tip, head))?.split('\n') ?? [];
  if (found.includes(tip)) return undefined;
  const containsHead = found.includes(head);
  if (await isCutOff(git, [tip, head], found)) {
    // The number of commits is not known then, and where it is a matter of the tip it need not be.
    if (exact || containsHead) return undefined;
    throw await cutOff(git, given);
  }
  const ahead = Number(await git.tell(['rev-list', '--count', `${head}..${tip}`]));
  const branch = { commit: tip.slice(0, 12), ahead };
  if (exact) return { commit: tip, branch: { ...branch, compared: 'exact' } };
  if (containsHead) return { commit: tip, branch: { ...branch, compared: 'contains-head' } };
  const [first, ...more] = found;
  if (first === undefined) return { commit: tip, branch: { ...branch, compared: 'unrelated' } };
  if (more.length === 0) return { commit: first, branch: { ...branch, compared: 'merge-base' } };
  return {
    commit: (await onItsOwnLine(git, tip, found)) ?? first,
    branch: { ...branch, compared: 'merge-base', merge_bases: found.length },
  };
}

/** A name of two things is the one that git takes: a tag before a branch, a branch before that of a remote. */
async function namesBranch(git: Git, given: string): Promise<boolean> {
  if (given === 'HEAD' || given === '@') return false;
  const names = [given, ...['refs', 'refs/tags', 'refs/heads', 'refs/remotes'].map((where) => `${where}/${given}`)];
  names.push(`refs/remotes/${given}/HEAD`);
  const listed = (await git.ask('for-each-ref', '--format=%(refname)', '--', ...names))?.split('\n') ?? [];
  const name =
    names.find((each) => listed.includes(each)) ??
    // `@{upstream}` and the like.
    (await git.ask('rev-parse', '--symbolic-full-name', '--verify', '--quiet', '--end-of-options', given)) ??
    '';
  // What GitHub checks out for a pull request is no branch, whatever it is called in the clone.
  return /^refs\/(heads|remotes)\//.test(name) && !/^refs\/remotes\/pull\/\d+\/(head|merge)$/.test(name);
}

/**
 * Chooses among several merge bases (each side has merged from the other) the one of the branch itself: what head merged
 * from the branch before that is then in both. The others came into the branch from elsewhere, perhaps from head.
 */
async function onItsOwnLine(git: Git, tip: string, found: readonly string[]): Promise<string | undefined> {
  const line = await git.tell(['rev-list', '--first-parent', tip]);
  return line.split('\n').find((commit) => found.includes(commit));
}

/** Whether commits are missing between these and what they have in common, so that it may not be the whole of it. */
async function isCutOff(git: Git, commits: readonly string[], common: readonly string[]): Promise<boolean> {
  if (!(await git.isShallow())) return false;
  const file = path.resolve(git.dir, await git.tell(['rev-parse', '--git-path', 'shallow']));
  const ends = new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean));
  const between = await git.tell(['rev-list', ...commits, '--not', ...common]);
  return between.split('\n').some((commit) => ends.has(commit));
}

async function cutOff(git: Git, given: string): Promise<DuetError> {
  const remotes = ((await git.ask('remote')) ?? '').split('\n');
  const remote = remotes.find((name) => given.startsWith(`${name}/`)) ?? (remotes.includes('origin') ? '' : remotes[0]);
  const fetch = `git fetch --unshallow ${remote || 'origin'}`;
  return new DuetError(`${given} has diverged from head, and this clone is too shallow to know their merge base`, {
    exitCode: EXIT.environment,
    hint: `\`${fetch}\` brings it, and in CI \`fetch-depth: 0\`; --exact-base compares with ${given} as it is now`,
  });
}
