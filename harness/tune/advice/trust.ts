/** What makes a tuning invalid: too many of the windows that its recommendation rests on. Its exit code is 5 then. */
import type { Trust, TuneResults, TuneWindow } from '../../results/tune.ts';
import { MOST_INVALID_SHARE, tooManyInvalid } from '../../stats/invalid-trials.ts';

/**
 * Judged by the windows of the search and the comparison: at the rates of the load curve and beyond, a driver may be at its
 * end by design.
 */
export function judgeTrust({
  search,
  recommended,
  comparisons,
}: Pick<TuneResults, 'search' | 'recommended' | 'comparisons'>): Trust {
  const cells = [...search, ...(recommended === null ? [] : [recommended]), ...comparisons.map(({ cell }) => cell)];
  const windows = cells.flatMap((cell) => cell.windows);
  const invalid = windows.filter(isInvalid);
  const reasons = invalid.flatMap((window) => window.invalid ?? []);
  return {
    trusted: tooManyInvalid({ trials: windows.length, invalid: invalid.length }) === undefined,
    windows: windows.length,
    invalid: invalid.length,
    most_invalid: MOST_INVALID_SHARE,
    rules: [...new Set(reasons.map(({ rule }) => rule))],
    example: reasons[0] ?? null,
  };
}

const isInvalid = ({ invalid = [] }: TuneWindow): boolean => invalid.length > 0;
