/** What makes an estimate less certain than its interval looks, as codes. */
import type { Cell, Estimate, Warning } from '../results/schema.ts';
import { highFrom } from '../stats/autocorrelation.ts';

/** @param cells those that the estimate came from. */
export function warningsOf(estimate: Estimate | null | undefined, cells: readonly (Cell | undefined)[]): Warning[] {
  return [
    ...(estimate && isCorrelated(estimate) ? (['blocks-alike'] as const) : []),
    ...(cells.some((cell) => (cell?.invalid_trials ?? 0) > 0) ? (['trials-left-out'] as const) : []),
  ];
}

/** Whether neighbouring blocks resemble each other more than chance lets 19 of 20 independent runs do. */
function isCorrelated({ lag1, n }: Estimate): boolean {
  return lag1 !== undefined && lag1 > highFrom(n);
}
