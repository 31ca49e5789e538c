/** How much is asked of the libraries of a field while their costs are measured. */
import { availableParallelism } from 'node:os';
import { allCores } from '../../lab/placement.ts';
import type { LibrariesPlan } from '../../results/libraries.ts';
import type { FieldName } from '../../results/library-names.ts';
import type { StackName } from '../../results/names.ts';
import type { StartLibraryOptions } from '../library-process.ts';

/** Long enough that reading it outweighs the request around it, and short enough that several are read in a window. */
export const FILE_BYTES = 8_000_000;
/** Orders of a report of some tens of milliseconds: a worker that has to start shows, and does not hide all else. */
export const reportSize = (stack: StackName): number => (stack === 'node' ? 500_000 : 50_000);
/** The external API answers soon, so that the library is busy and does not wait. */
export const UPSTREAM = { baseMs: 5, perItemMs: 0 };

export interface Load {
  /** That send one request after the other. */
  clients: number;
  /** Where one client asks for work that takes long: the window ends with a request, and holds this many at least. */
  leastRequests?: number;
  /** Requests, or a time, before the window. */
  warmUp: { requests: number } | { durationMs: number };
  /** The same for a process that has been warm before, and stood idle. */
  warmAgain: { requests: number } | { durationMs: number };
  place: NonNullable<StartLibraryOptions['place']>;
  workers?: number;
}

const WARM_UP_MS = 700;
const WARM_AGAIN_MS = 200;
/** The first report of a worker, or the first pass over a file, is slower than later ones. */
const WARM_UP_REQUESTS = 3;
const LEAST_REQUESTS = 3;

export function loadOf(field: FieldName, { clients }: Pick<LibrariesPlan, 'clients'>): Load {
  const one = {
    ...{ clients: 1, leastRequests: LEAST_REQUESTS },
    ...{ warmUp: { requests: WARM_UP_REQUESTS }, warmAgain: { requests: 1 } },
  } as const;
  switch (field) {
    case 'streaming':
      return { ...one, place: 'own-core' };
    case 'workers':
      return { ...one, place: 'all-cores', workers: allCores()?.length ?? availableParallelism() };
    default:
      return {
        ...{ clients, place: 'own-core' },
        ...{ warmUp: { durationMs: WARM_UP_MS }, warmAgain: { durationMs: WARM_AGAIN_MS } },
      };
  }
}

/** How long a process may take to start, and to end. */
const START_AND_STOP_MS = 3_000;
/** What surrounds a window: accounts, and emptying a table. */
const AROUND_MS = 200;

/** Expected time of measuring so many operations in a fresh process, with a window of the gauge beside each. */
export function expectedMs(
  { warmUp, warmAgain }: Load,
  operations: number,
  { window_ms }: Pick<LibrariesPlan, 'window_ms'>,
): number {
  const windowMs = (warming: Load['warmUp']) =>
    ('durationMs' in warming ? warming.durationMs : window_ms) + window_ms + AROUND_MS;
  return START_AND_STOP_MS + operations * (windowMs(warmUp) + windowMs(warmAgain));
}
