/** The code of both sides of a diff of a reader's service: what refs, folders or the working tree of their repository name. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../errors.ts';
import type { CheckedOutSide } from '../lab/checkout.ts';
import { openGit } from '../lab/git.ts';
import type { SidesGiven } from '../lab/side-code.ts';
import { openSideFolders, type SideFolders, type SideFoldersOptions } from '../lab/side-folders.ts';
import type { SideName } from '../results/schema.ts';
import { type SideNames, VERSIONS } from '../results/side-names.ts';
import { environmentIn } from './environment.ts';
import { changedFiles, hashTree, readTree, type Tree, treeFiles } from './tree-files.ts';

export interface ServiceCheckoutOptions extends SidesGiven, Pick<SideFoldersOptions, 'workplace' | 'names' | 'signal'> {
  /** The folder of the config, in the repository whose refs and working tree are meant, or in none. */
  configDir: string;
}

export interface ServiceCheckouts extends AsyncDisposable {
  readonly sides: Readonly<Record<SideName, CheckedOutSide>>;
  /** What messages and logs call them. */
  readonly names: SideNames;
  /** Files that are not the same on both sides: all but those that git ignores. */
  readonly changedFiles: readonly string[];
  /** Where the checkout of a side lies now. */
  rootOf(side: SideName): string;
  /** The folder in it that the config belongs to. */
  folderOf(side: SideName): string;
  /**
   * Where a command of a side is run, and the variables of this process as a shell there has them.
   * @throws DuetError (exit 2) where the side has no such folder.
   */
  shellOf(side: SideName, within: string | undefined): { cwd: string; env: Record<string, string> };
  /** Puts base into the first folder, or head. Nothing may run in either. Returns whether that is a change. */
  place(baseFirst: boolean): Promise<boolean>;
}

/** @throws DuetError: exit 2 for a side that is not there, 4 for content that cannot be had. */
export async function openServiceCheckouts(options: ServiceCheckoutOptions): Promise<ServiceCheckouts> {
  const { names = VERSIONS } = options;
  const configDir = realpathSync(options.configDir);
  const git = await openGit(configDir);
  const repository = git === undefined ? configDir : realpathSync(await git.tell(['rev-parse', '--show-toplevel']));
  const within = path.relative(repository, configDir);
  await using resources = new AsyncDisposableStack();
  const folders = resources.use(
    await openSideFolders({
      ...options,
      repository,
      // Whatever a build or a service may read.
      belonging: { isPart: () => true, filesOf: treeFiles },
    }),
  );
  const { rootOf } = folders;
  const trees = { base: treeOf('base', folders), head: treeOf('head', folders) };
  const describe = (side: SideName): CheckedOutSide => {
    const { given, kind, commit, dirty, branch } = folders.codes[side];
    const absent = folders.absent[side];
    const known = { ...(branch === undefined ? {} : { branch }), ...(absent.length === 0 ? {} : { absent }) };
    return { given, kind, commit, dirty, ...known, sources: { service: hashTree(trees[side]) }, dependencies: {} };
  };
  const folderOf = (side: SideName) => {
    const folder = path.join(rootOf(side), within);
    // A folder that was given may be that of the service alone.
    return existsSync(folder) || folders.codes[side].kind !== 'folder' ? folder : rootOf(side);
  };
  const owned = resources.move();
  return {
    sides: { base: describe('base'), head: describe('head') },
    changedFiles: changedFiles(trees.base, trees.head),
    names,
    rootOf,
    folderOf,
    shellOf(side, inFolder = '') {
      const cwd = path.join(folderOf(side), inFolder);
      const inRoot = path.relative(rootOf(side), cwd);
      if (inRoot.startsWith('..') || !existsSync(cwd)) throw noFolder(names[side], folders.codes[side].given, inRoot);
      return { cwd, env: environmentIn(repository, rootOf(side), cwd) };
    },
    place: folders.place,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What is not on this machine counts as well, by its name: a submodule by its commit, as a file of Git LFS by its pointer. */
function treeOf(side: SideName, { rootOf, absent }: Pick<SideFolders, 'rootOf' | 'absent'>): Tree {
  const submodules = absent[side].flatMap(({ path: file, commit }) =>
    commit === undefined ? [] : [[file, `submodule ${commit}`] as const],
  );
  return new Map([...readTree(rootOf(side)), ...submodules].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const noFolder = (side: string, given: string, folder: string) =>
  refused(
    `${side}, ${given}, has no folder ${folder}, in which the commands of the service are run`,
    'compare with a commit that has the service at the same place, or with a folder that holds it alone',
  );
