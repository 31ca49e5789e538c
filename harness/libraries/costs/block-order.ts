/** What a block measures, in which order, and what of it is still to be done. Pure. */
import { type FieldName, OPERATIONS, type OperationName } from '../../results/library-names.ts';
import type { CostSample, LibrarySample } from '../../results/library-samples.ts';
import { seededRandom, shuffle } from '../../stats/random.ts';
import { type CatalogueEntry, isSame } from '../catalogue.ts';

/** Where one process answers requests of another kind, too, they show what its HTTP costs without any library. */
export const FRAME: OperationName = 'light';
const HAVE_FRAME: readonly FieldName[] = ['database'];

/** The operations of a library that are measured. The frame is the same for all of a field, so once in each stack is enough. */
export function costedOperations({ field, reference }: CatalogueEntry): OperationName[] {
  return [...OPERATIONS[field], ...(reference && HAVE_FRAME.includes(field) ? [FRAME] : [])];
}

/** The libraries in the order of a block: at random, and the same each time that a run goes on. */
export function orderOfBlock(
  libraries: readonly CatalogueEntry[],
  { seed, block }: { seed: number; block: number },
): CatalogueEntry[] {
  const random = seededRandom(seed);
  for (let skipped = 0; skipped < block; skipped++) shuffle(random, libraries);
  return shuffle(random, libraries);
}

export interface Pending {
  /** Not measured yet. */
  missing: OperationName[];
  /** Measured once, and not to be believed: to be measured once more, when the others have been. */
  doubtful: OperationName[];
}

/** What is still to be measured of a library in a block. What failed is not tried again. */
export function pendingOf(entry: CatalogueEntry, block: number, samples: readonly LibrarySample[]): Pending {
  const done = samples.filter(
    (sample): sample is CostSample => sample.kind === 'cost' && sample.block === block && isSame(sample, entry),
  );
  const of = (operation: OperationName) => done.filter((sample) => sample.operation === operation);
  const operations = costedOperations(entry);
  return {
    missing: operations.filter((operation) => of(operation).length === 0),
    doubtful: operations.filter((operation) => of(operation).length === 1 && of(operation)[0]?.invalid !== undefined),
  };
}
