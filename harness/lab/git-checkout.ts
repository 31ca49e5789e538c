/**
 * The files of a commit and of a working tree, copied to where a side of a diff runs. Both are what a checkout holds:
 * with the line ends and filters of this repository, with its links and executable files, with its submodules, and with
 * what `git archive` would leave out (export-ignore) or replace (export-subst).
 */
import { lstatSync } from 'node:fs';
import { copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Absent } from '../results/schema.ts';
import { isCode, isInstalled } from './code-files.ts';
import type { Git } from './git.ts';
import { checkedOutSubmodule, submoduleWith } from './submodules.ts';

/**
 * Into an empty folder. Nothing is registered in the repository. Returns the submodules whose files are not to be had.
 * @throws DuetError (exit 4) with what git said.
 */
export async function checkOutCommit(git: Git, commit: string, into: string): Promise<Absent[]> {
  const listed = await git.tell(['ls-tree', '-r', '-z', '--full-name', commit]);
  const prefix = await git.tell(['rev-parse', '--show-prefix']);
  const entries = parseEntries(listed).filter(({ file }) => !isInstalled(file.slice(prefix.length)));
  // The attributes of a file may stand in a folder above the one that is meant.
  const top = prefix === '' ? into : `${into}.top`;
  const index = `${into}.index`;
  await mkdir(top, { recursive: true });
  await git.tell(['read-tree', commit], { index });
  const files = entries.filter(({ mode }) => mode !== SUBMODULE).map(({ file }) => `${file}\0`);
  await git.tell(['checkout-index', '-z', '--stdin'], { index, workTree: top, input: files.join('') });
  await rm(index);
  if (top !== into) {
    await mkdir(path.join(top, prefix), { recursive: true });
    await rename(path.join(top, prefix), into);
    await rm(top, { recursive: true });
  }

  const absent: Absent[] = [];
  for (const { file: whole, object } of entries.filter(({ mode }) => mode === SUBMODULE)) {
    const file = whole.slice(prefix.length);
    const submodule = await submoduleWith(object, { git, commit, file });
    if (submodule !== undefined) {
      absent.push(...below(file, await checkOutCommit(submodule, object, path.join(into, file))));
    } else {
      const isHere = (await checkedOutSubmodule(git, file)) !== undefined;
      const fix = isHere ? `git -C ${quoted(file)} fetch origin ${object}` : initialize(file);
      absent.push({ path: file, kind: 'submodule', fix, commit: object });
    }
  }
  return absent;
}

/**
 * As it is when it is copied: what is edited afterwards does not get in. Ignored files do not either.
 * @param leftOut a folder whose files stay where they are, unless git tracks them.
 */
export async function copyWorkingTree(git: Git, into: string, leftOut?: string): Promise<Absent[]> {
  const tracked = parseEntries(await git.tell(['ls-files', '-z', '--stage'])).filter(({ file }) => !isInstalled(file));
  const isLeftOut = (file: string) => leftOut !== undefined && path.join(git.dir, file).startsWith(`${leftOut}/`);
  const others = (await git.tell(['ls-files', '-z', '--others', '--exclude-standard']))
    .split('\0')
    .filter((file) => isCode(file) && !isLeftOut(file));
  const plain = tracked.filter(({ mode }) => mode !== SUBMODULE).map(({ file }) => file);
  await mkdir(into, { recursive: true });
  // A conflict lists a file once per version.
  await copyFiles(git.dir, [...new Set([...plain, ...others.filter(Boolean)])], into);

  const absent: Absent[] = [];
  const submodules = new Map(
    tracked.filter(({ mode }) => mode === SUBMODULE).map(({ file, object }) => [file, object]),
  );
  for (const [file, commit] of submodules) {
    const submodule = await checkedOutSubmodule(git, file);
    if (submodule === undefined) absent.push({ path: file, kind: 'submodule', fix: initialize(file), commit });
    else absent.push(...below(file, await copyWorkingTree(submodule, path.join(into, file), leftOut)));
  }
  return absent;
}

const SUBMODULE = '160000';

interface Entry {
  mode: string;
  /** Its hash. */
  object: string;
  file: string;
}

/** `mode [type] object [stage]`, a tab and the path: what ls-tree and ls-files print. */
function parseEntries(listed: string): Entry[] {
  const entries = listed.split('\0').filter(Boolean);
  return entries.map((entry) => {
    const tab = entry.indexOf('\t');
    const [mode = ''] = entry.split(' ', 1);
    return { mode, object: entry.match(/ ([0-9a-f]{40,64})[ \t]/)?.[1] ?? '', file: entry.slice(tab + 1) };
  });
}

async function copyFiles(from: string, files: readonly string[], into: string): Promise<void> {
  const found = files.map((file) => [file, lstatSync(path.join(from, file), { throwIfNoEntry: false })] as const);
  const links = new Set(found.filter(([, stats]) => stats?.isSymbolicLink()).map(([file]) => file));
  for (const [file, stats] of found) {
    // Deleted, another repository, or in a folder whose place a link has taken.
    if (stats === undefined || stats.isDirectory() || parents(file).some((parent) => links.has(parent))) continue;
    const to = path.join(into, file);
    await mkdir(path.dirname(to), { recursive: true });
    if (stats.isSymbolicLink()) await symlink(await readlink(path.join(from, file)), to);
    else await copyFile(path.join(from, file), to);
  }
}

function parents(file: string): string[] {
  const parent = path.dirname(file);
  return parent === '.' ? [] : [parent, ...parents(parent)];
}

/** What a submodule lacks, as its repository says it. */
function below(file: string, absent: Absent[]): Absent[] {
  return absent.map((each) => ({
    ...each,
    path: `${file}/${each.path}`,
    fix: each.fix.replace(/^git/, `git -C ${quoted(file)}`),
  }));
}

const initialize = (file: string) => `git submodule update --init -- ${quoted(file)}`;

/** For a shell. */
const quoted = (file: string) => (/^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`);
