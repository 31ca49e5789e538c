/**
 * Tracing a request of a cell: what happened when, to draw why a pattern gains. Everything is read from outside and by the
 * means of the shape of a cell (shape/): the proxy before PostgreSQL, the upstream stub, /proc and light requests of our
 * own. It is apart from the trials, and none of its times is in a number of the report.
 */
import type { Sizes, Timeline } from '../../results/schema.ts';
import type { TrialContext } from '../pattern.ts';

export type Traced = Pick<Timeline, 'events' | 'series' | 'facts' | 'failure' | 'missing'>;

export interface Tracing {
  /** Each cell has a process of its own: what another request has left behind would be in the picture. */
  fresh?: true;
  /** What is traced, with its sizes, to follow "traced: ". */
  how(sizes: Sizes): string;
  /** Traces one request of a variant, on services that reach PostgreSQL through the proxy. */
  trace(context: TrialContext): Promise<Traced>;
  /** What that takes, in ms. */
  expectedMs(variant: string, sizes: Sizes): number;
}

/** @param failure of the traced request, if that is why. */
export function nothingSeen(failure?: Timeline['failure']): Traced {
  const empty = { events: [], series: [] };
  return failure === undefined ? { ...empty, missing: { code: 'nothing-seen' } } : { ...empty, failure };
}
