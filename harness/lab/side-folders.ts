/**
 * The code of both sides of a diff, each copied to a folder of its own. The folders' paths are equally long, and the sides
 * swap them between blocks, so that where the code lies is no difference between them.
 */
import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import type { Absent, SideName } from '../results/schema.ts';
import { type SideNames, VERSIONS } from '../results/side-names.ts';
import { type Belonging, missingContent, refuseLopsided } from './missing-content.ts';
import { findSides, type SideCode, type SidesGiven } from './side-code.ts';
import type { Workplace } from './workplace.ts';

export interface SideFoldersOptions extends SidesGiven {
  /** Holds the folders, and removes them whatever ends the run. */
  workplace: Pick<Workplace, 'dir'>;
  /** Whose refs and working tree are meant. */
  repository: string;
  /** Which files of a side belong to what is measured. */
  belonging: Belonging;
  /** What messages call the sides. Default: base and head. */
  names?: SideNames | undefined;
  signal: AbortSignal;
}

export interface SideFolders extends AsyncDisposable {
  readonly codes: Readonly<Record<SideName, SideCode>>;
  /** What belongs to a side and is not on this machine: the same on both. */
  readonly absent: Readonly<Record<SideName, Absent[]>>;
  /** Where a side lies now. */
  rootOf(side: SideName): string;
  /** Puts base into the first folder, or head. Nothing may run in either. Returns whether that is a change. */
  place(baseFirst: boolean): Promise<boolean>;
}

/**
 * Base lies in the first folder.
 * @throws DuetError: exit 2 for a side that is not there, 4 for content that cannot be had.
 */
export async function openSideFolders(options: SideFoldersOptions): Promise<SideFolders> {
  const { workplace, repository } = options;
  const codes = await findSides(options, repository);
  const dir = path.join(await realpath(workplace.dir), 'sides');
  const slots = [path.join(dir, '1'), path.join(dir, '2')] as const;
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rm(dir, { recursive: true, force: true }));

  let rootOf: Record<SideName, string> = { base: slots[0], head: slots[1] };
  const copy = (side: SideName) => copySide(side, codes[side], rootOf[side], options);
  const absent = { base: await copy('base'), head: await copy('head') };
  refuseLopsided(rootOf, absent);

  const owned = resources.move();
  return {
    codes,
    absent,
    rootOf: (side) => rootOf[side],
    async place(baseFirst) {
      const wanted = baseFirst ? slots[0] : slots[1];
      if (rootOf.base === wanted) return false;
      const aside = path.join(dir, 'x');
      await rename(slots[0], aside);
      await rename(slots[1], slots[0]);
      await rename(aside, slots[1]);
      rootOf = { base: rootOf.head, head: rootOf.base };
      return true;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Returns what belongs to the side and is not on this machine. */
async function copySide(
  side: SideName,
  code: SideCode,
  root: string,
  { belonging, names = VERSIONS, signal }: Pick<SideFoldersOptions, 'belonging' | 'names' | 'signal'>,
): Promise<Absent[]> {
  signal.throwIfAborted();
  await mkdir(root, { recursive: true });
  try {
    const submodules = await code.copyTo(root);
    return await missingContent(root, belonging, { submodules, lfs: code.lfs });
  } catch (cause) {
    const message = `cannot copy ${names[side]}, ${code.given}: ${(cause as Error).message}`;
    throw cause instanceof DuetError ? cause : new DuetError(message, { exitCode: EXIT.environment, cause });
  }
}
