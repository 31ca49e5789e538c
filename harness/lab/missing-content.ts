/** Files of a side of a diff that its repository names, but that are not on this machine. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { type Absent, SIDES, type SideName } from '../results/schema.ts';
import { fillPointers } from './lfs.ts';
import type { SideCode } from './side-code.ts';
import { codeFiles } from './source-hash.ts';

/** Which files of a side belong to what is measured. */
export interface Belonging {
  /** Whether what is missing at a path, a file or a folder, concerns what is measured. */
  isPart(file: string): boolean;
  /** The files of a copied side whose pointers are replaced. */
  filesOf(root: string): string[];
}

/** Those in some paths. @param filled the paths whose pointers are replaced: what is not measured is compared, too. */
export function belongingTo(parts: readonly string[], filled: readonly string[]): Belonging {
  return {
    isPart: (file) => parts.some((part) => isWithin(file, part) || isWithin(part, file)),
    filesOf: (root) => codeFiles(root, filled),
  };
}

const isWithin = (file: string, dir: string) => file === dir || file.startsWith(`${dir}/`);

/** What a copied side lacks, after what is here has taken the place of its pointers. */
export async function missingContent(
  root: string,
  { isPart, filesOf }: Belonging,
  { submodules, lfs }: { submodules: readonly Absent[]; lfs: SideCode['lfs'] },
): Promise<Absent[]> {
  const pointers = await fillPointers(root, filesOf(root), lfs?.objects);
  return [
    ...submodules.filter(({ path: file }) => isPart(file)),
    ...pointers
      .filter(isPart)
      .map((file): Absent => ({ path: file, kind: 'lfs-pointer', fix: lfs?.fix ?? 'git lfs pull' })),
  ];
}

const KINDS: Record<Absent['kind'], string> = {
  submodule: 'a submodule',
  'lfs-pointer': 'a Git LFS file',
};

/**
 * What both sides lack is no difference between them. What one has and the other lacks would be measured as one.
 * @param roots where the sides have been copied to.
 * @throws DuetError (exit 4) that names the path and the command which brings it.
 */
export function refuseLopsided(roots: Record<SideName, string>, absent: Record<SideName, Absent[]>): void {
  for (const side of SIDES) {
    const other = side === 'base' ? 'head' : 'base';
    const lacking = absent[side].find(
      ({ path: file }) =>
        existsSync(path.join(roots[other], file)) && !absent[other].some((each) => each.path === file),
    );
    if (lacking === undefined) continue;
    const { path: file, kind, fix } = lacking;
    throw new DuetError(`${side} lacks ${file}, ${KINDS[kind]} whose content is not on this machine; ${other} has it`, {
      exitCode: EXIT.environment,
      hint: `\`${fix}\``,
    });
  }
}
