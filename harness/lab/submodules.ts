/** The repositories of submodules, as far as they are here. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Git, openGit } from './git.ts';

/** The repository of a submodule that is checked out in the working tree; undefined where it is not. */
export async function checkedOutSubmodule(git: Git, file: string): Promise<Git | undefined> {
  const dir = path.join(git.dir, file);
  // Without one, git would answer for the repository around it.
  return existsSync(path.join(dir, '.git')) ? openGit(dir) : undefined;
}

/**
 * The repository that has the commit of a submodule: that of the working tree, or what git has kept of one that was
 * checked out before.
 * @param commit of the repository around it, whose `.gitmodules` names the submodule.
 */
export async function submoduleWith(
  pinned: string,
  { git, commit, file }: { git: Git; commit: string; file: string },
): Promise<Git | undefined> {
  const kept = await keptDir(git, commit, file);
  const candidates = [await checkedOutSubmodule(git, file), kept === undefined ? undefined : await openGit(kept)];
  for (const candidate of candidates) if ((await candidate?.commitOf(pinned)) !== undefined) return candidate;
  return undefined;
}

async function keptDir(git: Git, commit: string, file: string): Promise<string | undefined> {
  const listed = await git.ask(
    'config',
    '-z',
    '--blob',
    `${commit}:.gitmodules`,
    '--get-regexp',
    '^submodule\\..*\\.path$',
  );
  const whole = `${await git.tell(['rev-parse', '--show-prefix'])}${file}`;
  const entry = listed?.split('\0').find((each) => each.split('\n')[1] === whole);
  const name = entry?.split('\n')[0]?.replace(/^submodule\.(.*)\.path$/, '$1');
  if (name === undefined) return undefined;
  const dir = path.resolve(git.dir, await git.tell(['rev-parse', '--git-path', `modules/${name}`]));
  return existsSync(dir) ? dir : undefined;
}
