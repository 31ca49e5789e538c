/**
 * The shape of a cell: what its pattern is for, as facts that need no statistics. A saturated service says nothing of
 * them, because there overlap costs and gains nothing; a handful of requests with real waits does.
 *
 * Everything is read from outside: from the proxy before PostgreSQL, the upstream stub, /proc and light requests of our
 * own. An older service, or somebody else's, has no counters to ask for.
 */
import type { FactReading, Failure, Sizes } from '../../results/schema.ts';
import type { OwnTestbed, Testbed, TrialContext } from '../pattern.ts';

/** A reading of each fact of facts.ts by its id, or why requests failed. */
export type ShapeReading =
  | { facts: Record<string, FactReading>; failure?: undefined }
  | { facts?: undefined; failure: Failure };

export interface Shape<On extends Testbed = OwnTestbed> {
  /** Each reading meets a process of its own, that of the other side beside it. */
  fresh?: true;
  /** How many readings in a row must say the same. Fewer where a class has a margin that noise cannot cross. */
  agreeing: number;
  /** What a cell takes on both sides, in ms, on the machine of gate/README.md. */
  expectedMs: number;
  /** Once before the readings of all cells. */
  prepare?(lab: On['lab'], sizes: Sizes, signal: AbortSignal): Promise<void>;
  /** Once per process and variant: opens connections and compiles. */
  warmUp?(context: TrialContext<On>): Promise<void>;
  read(context: TrialContext<On>): Promise<ShapeReading>;
}

/**
 * The class of a measured value, where it lies clearly in one: below `upTo` of the class, or from `from` of the next one on. In
 * the gap between two classes it is in neither, and null.
 * @param gaps the gap between each class and the next, in the order of the classes.
 */
export function classOf(measured: number, gaps: readonly { upTo: number; from: number }[]): FactReading {
  const found = gaps.findIndex(({ from }) => measured < from);
  if (found === -1) return { value: gaps.length, figure: measured };
  return { value: measured <= (gaps[found]?.upTo ?? 0) ? found : null, figure: measured };
}
