/** What `duet libraries` is asked to measure: a new run by its options, or the rest of an interrupted one. */
import { CATALOGUE, type CatalogueEntry, idOf, isSame, referenceOf } from '../../libraries/catalogue.ts';
import { PLAN } from '../../libraries/plan.ts';
import { drawSeed } from '../../options/command-line.ts';
import { chooseLibraries, type LibrariesOptions } from '../../options/libraries.ts';
import type { LibrariesHeader, StoredLibraries } from '../../results/libraries-run.ts';
import type { ResumableRequest } from '../kind.ts';
import { newRunId } from '../session.ts';

/** The part of the header that the request decides. */
export type RequestedHeader = Pick<
  LibrariesHeader,
  'id' | 'command' | 'started_at' | 'libraries' | 'plan' | 'counts_only'
>;

export interface LibrariesRequest extends ResumableRequest {
  header: RequestedHeader;
  /** In ms from the start of this process: nothing begins that would not end by then. Absent: to the end. */
  budgetMs?: number;
  /** What an interrupted run has found out already. */
  earlier?: StoredLibraries;
}

/** @throws DuetError (exit 2) where nothing is left of what was chosen. */
export function newLibraries(options: LibrariesOptions): LibrariesRequest {
  const { seed, command } = drawSeed(options.seed);
  const chosen = withReferences(chooseLibraries(options, CATALOGUE));
  return {
    header: {
      id: newRunId('libraries'),
      command,
      started_at: new Date().toISOString(),
      libraries: chosen.map(idOf),
      plan: { ...PLAN, blocks: options.blocks, seed },
      counts_only: options.countsOnly === true,
    },
    out: options.out,
    ...budgetOf(options),
  };
}

export const restOfLibraries = (
  earlier: StoredLibraries,
  out: string,
  options: LibrariesOptions,
): LibrariesRequest => ({
  header: { ...earlier.header, started_at: new Date().toISOString() },
  out,
  earlier,
  ...budgetOf(options),
});

const budgetOf = ({ minutes }: LibrariesOptions) => (minutes === undefined ? {} : { budgetMs: minutes * 60_000 });

/** What the chosen are compared to is always among them. */
function withReferences(chosen: readonly CatalogueEntry[]): CatalogueEntry[] {
  const wanted = [...chosen, ...chosen.map(referenceOf)];
  return CATALOGUE.filter((entry) => wanted.some((one) => isSame(one, entry)));
}

/** The libraries that a header names, but for those that this duet does not have. */
export const entriesOf = ({ libraries }: Pick<LibrariesHeader, 'libraries'>): CatalogueEntry[] =>
  CATALOGUE.filter((entry) => libraries.includes(idOf(entry)));
