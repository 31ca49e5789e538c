/**
 * Where a pattern pays, read off the intervals of a curve's points and never off the values alone. Each interval stands
 * for its own point: of twenty points without any effect, one is expected to seem to have one.
 */
import type { Estimate, Stretch } from '../results/schema.ts';

export interface BreakEven {
  /** Neighbouring points whose whole interval lies above 1. */
  pays: Stretch[];
  /** Neighbouring points whose whole interval lies below 1. */
  costs: Stretch[];
}

/**
 * @param points by x. A point without an interval is passed over: it neither makes nor breaks a stretch. One whose
 * interval holds 1 ends a stretch, for nothing was shown there.
 */
export function breakEven(points: readonly { x: number; gain: Estimate | null }[]): BreakEven {
  const judged = points.flatMap(({ x, gain }) => {
    const { low, high } = gain ?? { low: null, high: null };
    return low === null || high === null ? [] : [{ x, low, high }];
  });
  return {
    pays: stretches(judged, ({ low }) => low > 1),
    costs: stretches(judged, ({ high }) => high < 1),
  };
}

function stretches<Point extends { x: number }>(points: readonly Point[], holds: (point: Point) => boolean): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | undefined;
  for (const point of points) {
    if (!holds(point)) open = undefined;
    else if (open !== undefined) open.to = point.x;
    else {
      open = { from: point.x, to: point.x };
      found.push(open);
    }
  }
  return found;
}
