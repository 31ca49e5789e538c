/** The worst first: how rows follow each other. Pure. */
import type { DiffRow, VerdictName } from '../results/schema.ts';

/** What a reader must see before the rest. An improvement is news, and stands before what stayed as it was. */
const WORST_FIRST: readonly VerdictName[] = [
  'regression',
  'invalid',
  'inconclusive',
  'accepted',
  'measured',
  'improvement',
  'no change',
];

/** By verdict, then primary metrics before secondary ones, then by the size of the change. Equals keep their order. */
export function worstFirst(rows: readonly DiffRow[]): DiffRow[] {
  return rows.toSorted(
    (one, other) =>
      WORST_FIRST.indexOf(one.verdict) - WORST_FIRST.indexOf(other.verdict) ||
      Number(one.family === 'secondary') - Number(other.family === 'secondary') ||
      // Two infinite sizes have no difference; NaN, like 0, leaves them in their order.
      sizeOf(other) - sizeOf(one),
  );
}

/** How much worse, as a multiple of the threshold; of an improvement how much better. */
function sizeOf(row: DiffRow): number {
  const worse = worseBy(row);
  return row.verdict === 'improvement' ? -worse : worse;
}

/** A count that changed is always beyond its threshold, however small the change; blocks have one. */
function worseBy({ metric, threshold, change, difference, base, head }: DiffRow): number {
  const direction = metric.better === 'lower' ? 1 : -1;
  if (metric.kind === 'count' && threshold === null) {
    if (base === null || head === null || base === head) return 0;
    return direction * Math.sign(head - base) * Number.POSITIVE_INFINITY;
  }
  if (metric.kind === 'count' && threshold !== null && base !== null && head !== null) {
    // A request that touched nothing before is beyond any factor.
    return Math.log(Math.max(head, 1) / Math.max(base, 1)) / Math.log1p(threshold);
  }
  if (difference !== undefined && threshold !== null) return (direction * difference.value) / threshold;
  if (change === null || threshold === null) return 0;
  return (direction * Math.log(change.value)) / Math.log1p(threshold);
}
