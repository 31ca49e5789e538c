/**
 * The code of both sides of a diff, each in a folder of its own, ready to start services from. The folders' paths are
 * equally long, and the sides swap them between blocks, so that where the code lies is no difference between them.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { DiffSide } from '../results/diff.ts';
import type { SideName, StackName } from '../results/schema.ts';
import { type ProvideOptions, provideDependencies } from './dependencies.ts';
import { openInstaller } from './installer.ts';
import { findSide, type SideCode } from './side-code.ts';
import { repositoryRoot, type Source } from './source.ts';
import { hashCode } from './source-hash.ts';
import type { Workplace } from './workplace.ts';

/** A side as the header of a diff describes it, but for the runtimes, which its services tell. */
export type CheckedOutSide = Omit<DiffSide, 'runtimes'>;

export interface Checkouts extends AsyncDisposable {
  readonly sides: Record<SideName, CheckedOutSide>;
  /** Puts base into the first folder, or head. No service of either may be up. */
  place(baseFirst: boolean): Promise<void>;
  /** The code of a side where it lies now. */
  sourceOf(side: SideName): Source;
}

export interface CheckoutOptions extends Pick<ProvideOptions, 'onProgress'> {
  /** Holds the folders, and removes them whatever ends the run. */
  workplace: Workplace;
  /** As typed: a git ref or a folder; undefined for the working tree. */
  base: string | undefined;
  head: string | undefined;
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
const PARTS = {
  'node service': ['node', 'package-lock.json'],
  'python service': ['python'],
  // The tables themselves are made by the harness, and the same for both.
  fixtures: ['fixtures/sql'],
};

/**
 * Base lies in the first folder.
 * @throws DuetError: exit 2 for a side that is not there or has no service, 4 for dependencies that cannot be had.
 */
export async function openCheckouts(options: CheckoutOptions): Promise<Checkouts> {
  const { workplace, base, head, repository = repositoryRoot, signal } = options;
  const codes = { base: await findSide(base, repository), head: await findSide(head, repository) };
  const dir = path.join(workplace.dir, 'sides');
  const slots = [path.join(dir, '1'), path.join(dir, '2')] as const;
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rm(dir, { recursive: true, force: true }));

  const installer = options.installer ?? openInstaller(workplace, signal);
  const checkOut = (side: SideName, slot: string) =>
    checkOutSide(side, codes[side], slot, { ...options, repository, installer });
  const sides = { base: await checkOut('base', slots[0]), head: await checkOut('head', slots[1]) };

  let slotOf: Record<SideName, string> = { base: slots[0], head: slots[1] };
  const owned = resources.move();
  return {
    sides: { base: sides.base.described, head: sides.head.described },
    async place(baseFirst) {
      const wanted = baseFirst ? slots[0] : slots[1];
      if (slotOf.base === wanted) return;
      const aside = path.join(dir, 'x');
      await rename(slots[0], aside);
      await rename(slots[1], slots[0]);
      await rename(aside, slots[1]);
      slotOf = { base: slotOf.head, head: slotOf.base };
    },
    sourceOf: (side) => ({ ...sides[side].runtimes, root: slotOf[side] }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Checked {
  described: CheckedOutSide;
  runtimes: Record<StackName, string>;
}

async function checkOutSide(
  side: SideName,
  code: SideCode,
  root: string,
  { stacks, signal, ...providing }: ProvideOptions & Pick<CheckoutOptions, 'stacks' | 'signal'>,
): Promise<Checked> {
  signal.throwIfAborted();
  const { copyTo, ...named } = code;
  await mkdir(root, { recursive: true });
  try {
    await copyTo(root);
  } catch (cause) {
    const message = `cannot copy ${side}, ${code.given}: ${(cause as Error).message}`;
    throw cause instanceof DuetError ? cause : new DuetError(message, { exitCode: EXIT.environment, cause });
  }
  refuseWithoutService(side, code, root, stacks);

  const dependencies: CheckedOutSide['dependencies'] = {};
  // By name where a stack is not measured, and so never started.
  const runtimes: Record<StackName, string> = { node: 'node', python: 'python' };
  for (const stack of stacks) {
    const { from, runtime } = await provideDependencies[stack](root, providing);
    dependencies[stack] = from;
    runtimes[stack] = runtime;
  }
  const sources = Object.fromEntries(Object.entries(PARTS).map(([part, paths]) => [part, hashCode(root, paths)]));
  return { described: { ...named, sources, dependencies }, runtimes };
}

function refuseWithoutService(side: SideName, { given }: SideCode, root: string, stacks: readonly StackName[]): void {
  const missing = stacks.filter((stack) => !existsSync(path.join(root, SERVERS[stack])));
  if (missing.length === 0) return;
  const files = missing.map((stack) => SERVERS[stack]).join(' and ');
  throw new DuetError(`${side}, ${given}, has no ${files}: a side holds the services as this repository does`, {
    exitCode: EXIT.usage,
    hint: missing.length < stacks.length ? 'measure one stack alone with --stack' : undefined,
  });
}
