/** The code of both sides of a diff of duet's own services, each in a folder of its own, ready to start services from. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { requireOwnServices } from '../install.ts';
import { type Absent, type DiffSide, type SideName, STACKS, type StackName } from '../results/schema.ts';
import { tablesRoot } from './dataset.ts';
import { type ProvideOptions, provideDependencies } from './dependencies.ts';
import { openInstaller } from './installer.ts';
import { belongingTo } from './missing-content.ts';
import type { SideCode, SidesGiven } from './side-code.ts';
import { openSideFolders, type SideFolders } from './side-folders.ts';
import { repositoryRoot, type Source } from './source.ts';
import { changedCode, hashCode } from './source-hash.ts';
import type { Workplace } from './workplace.ts';

/** A side as the header of a diff describes it, but for the runtimes, which its services tell. */
export type CheckedOutSide = Omit<DiffSide, 'runtimes'>;

export interface Checkouts extends AsyncDisposable {
  readonly sides: Record<SideName, CheckedOutSide>;
  /** Files of the services, their lock files and fixtures/sql that are not the same on both sides. */
  readonly changedFiles: readonly string[];
  /** The folder that holds the fixtures/sql of a side where it lies now: a side without has those of this checkout. */
  tablesOf(side: SideName): string;
  /** Puts base into the first folder, or head. No service of either may be up. */
  place(baseFirst: boolean): Promise<void>;
  /** The code of a side where it lies now. */
  sourceOf(side: SideName): Source;
}

export interface CheckoutOptions extends SidesGiven, Pick<ProvideOptions, 'onProgress'> {
  /** Holds the folders, and removes them whatever ends the run. */
  workplace: Workplace;
  /** Whose refs and working tree are meant, and whose dependencies are shared. Default: this one. */
  repository?: string;
  /** Only these need to be there; only their dependencies are installed. */
  stacks: readonly StackName[];
  /** Where installs are kept from diff to diff. */
  cacheDir: string;
  signal: AbortSignal;
  /** Default: npm and pip. */
  installer?: ProvideOptions['installer'];
}

const SERVERS: Record<StackName, string> = { node: 'node/server.ts', python: 'python/server.py' };
const SERVICES = {
  'node service': ['node', 'package-lock.json'],
  'python service': ['python'],
};
const TABLES = ['fixtures/sql'];

/**
 * Base lies in the first folder.
 * @throws DuetError: exit 2 for a side that is not there or has no service, 4 for dependencies or content that cannot be
 *   had.
 */
export async function openCheckouts(options: CheckoutOptions): Promise<Checkouts> {
  const { workplace, repository = repositoryRoot, stacks, signal } = options;
  if (repository === repositoryRoot) {
    const what = 'duet diff without a duet.config.ts';
    requireOwnServices(what, undefined, 'let duet init write one in the folder of your service');
  }
  const belonging = belongingTo(partsOf(stacks), partsOf(STACKS));
  await using resources = new AsyncDisposableStack();
  const folders = resources.use(await openSideFolders({ ...options, repository, belonging }));
  const installer = options.installer ?? openInstaller(workplace, signal);
  const equip = (side: SideName) => equipSide(side, folders, { ...options, repository, installer });
  const sides = { base: await equip('base'), head: await equip('head') };

  const owned = resources.move();
  const tablesOf = (side: SideName) => tablesRoot(folders.rootOf(side));
  return {
    sides: { base: sides.base.described, head: sides.head.described },
    changedFiles: [
      ...changedCode(folders.rootOf('base'), folders.rootOf('head'), Object.values(SERVICES).flat()),
      ...changedCode(tablesOf('base'), tablesOf('head'), TABLES),
    ],
    tablesOf,
    place: async (baseFirst) => void (await folders.place(baseFirst)),
    sourceOf: (side) => ({ ...sides[side].runtimes, root: folders.rootOf(side) }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Where the code of these services lies, and that of their tables. */
const partsOf = (stacks: readonly StackName[]): string[] => [
  ...stacks.flatMap((stack) => SERVICES[`${stack} service`]),
  ...TABLES,
];

interface Equipped {
  described: CheckedOutSide;
  runtimes: Record<StackName, string>;
}

async function equipSide(
  side: SideName,
  folders: SideFolders,
  { stacks, signal, ...providing }: ProvideOptions & Pick<CheckoutOptions, 'stacks' | 'signal'>,
): Promise<Equipped> {
  signal.throwIfAborted();
  const [code, absent, root] = [folders.codes[side], folders.absent[side], folders.rootOf(side)];
  refuseWithoutService(side, { code, absent, root }, stacks);
  const dependencies: CheckedOutSide['dependencies'] = {};
  // By name where a stack is not measured, and so never started.
  const runtimes: Record<StackName, string> = { node: 'node', python: 'python' };
  for (const stack of stacks) {
    const { from, runtime } = await provideDependencies[stack](root, providing);
    dependencies[stack] = from;
    runtimes[stack] = runtime;
  }
  const present = Object.entries(SERVICES).filter(([, paths]) =>
    paths.some((each) => existsSync(path.join(root, each))),
  );
  const services = present.map(([part, paths]) => [part, hashCode(root, paths)]);
  const sources = { ...Object.fromEntries(services), fixtures: hashCode(tablesRoot(root), TABLES) };
  const { given, kind, commit, dirty, branch } = code;
  const known = { ...(branch === undefined ? {} : { branch }), ...(absent.length === 0 ? {} : { absent }) };
  return { described: { given, kind, commit, dirty, ...known, sources, dependencies }, runtimes };
}

function refuseWithoutService(
  side: SideName,
  { code: { given }, absent, root }: { code: SideCode; absent: Absent[]; root: string },
  stacks: readonly StackName[],
): void {
  const missing = stacks.filter((stack) => !existsSync(path.join(root, SERVERS[stack])));
  if (missing.length === 0) return;
  const submodule = absent.find(({ path: dir }) => missing.some((stack) => SERVERS[stack].startsWith(`${dir}/`)));
  const alone = missing.length < stacks.length ? 'measure one stack alone with --stack' : undefined;
  const files = missing.map((stack) => SERVERS[stack]).join(' and ');
  throw new DuetError(
    `${side}, ${given}, has no ${files}: a side must hold the services at the same paths as this repository`,
    {
      exitCode: EXIT.usage,
      hint: submodule ? `\`${submodule.fix}\`` : alone,
    },
  );
}
