/** The requests of a cell as a load of any length, for other load generators: those that its trials send, in the same order. */
import { refused } from '../errors.ts';
import type { HttpRequest } from '../load/client.ts';
import type { PatternName, Sizes } from '../results/schema.ts';
import * as batching from './batching.ts';
import * as parallel from './parallel.ts';
import * as pooling from './pooling.ts';

/** Request `n` of a load, from 0. */
export type RequestOf = (n: number) => HttpRequest;

/** Absent where a request needs what only a run prepares. */
const EXPORTED: Partial<Record<PatternName, (variant: string, sizes: Sizes) => RequestOf>> = {
  parallel: (variant, sizes) => (n) => parallel.request(variant, pooling.userOf(n), sizes),
  batching: (variant, { users }) => {
    const request = batching.request(variant, users);
    return () => request;
  },
  pooling: (variant) => (n) => pooling.request(variant, pooling.userOf(n)),
};

/** @throws DuetError (exit 2) for a pattern whose requests nobody else can send. */
export function exportedRequests(pattern: PatternName, variant: string, sizes: Sizes): RequestOf {
  const requests = EXPORTED[pattern];
  if (requests !== undefined) return requests(variant, sizes);
  const why = { streaming: 'a file and fresh processes', workers: 'a report of a size that is calibrated' };
  throw refused(
    `${pattern} cannot be exported: its requests need ${why[pattern as keyof typeof why]}, which only a run prepares`,
    `choose a cell of ${Object.keys(EXPORTED).join(', ')}`,
  );
}
