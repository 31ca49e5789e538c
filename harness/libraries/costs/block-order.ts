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

/** The libraries of a block by field and stack, all at random, and the same each time that a run goes on. */
export function groupsOfBlock(
  libraries: readonly CatalogueEntry[],
  { seed, block }: { seed: number; block: number },
): CatalogueEntry[][] {
  const groups = [...Map.groupBy(libraries, ({ field, stack }) => `${field}/${stack}`).values()];
  const random = seededRandom(seed);
  const draw = () => shuffle(random, groups).map((group) => shuffle(random, group));
  for (let skipped = 0; skipped < block; skipped++) draw();
  return draw();
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
    doubtful: operations.filter((operation) => {
      const [sample, ...again] = of(operation);
      return sample !== undefined && again.length === 0 && isDoubtful(sample);
    }),
  };
}

/** A driver that cannot ask as fast as the library answers will not do so the next time. */
const isDoubtful = ({ invalid = [], gauge }: CostSample): boolean =>
  [...invalid, ...(gauge?.invalid ?? [])].some(({ rule }) => rule !== 'driver-saturated');
