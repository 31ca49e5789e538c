/** The windows that advice is drawn from. */

import { connectionsOf, type TuneResults, type TuneWindow } from '../../results/tune.ts';
import { median } from '../../stats/quantiles.ts';

/** Every window at the target rate on so many connections: those of the search, and those of the comparison where it ran. */
export function windowsAtTarget({ search, recommended }: TuneResults, connections: number): TuneWindow[] {
  const cells = [...search, ...(recommended === null ? [] : [recommended])];
  return cells.filter((cell) => connectionsOf(cell.setting) === connections).flatMap(({ windows }) => windows);
}

/** The windows with the most requests per second that were measured on the recommendation: what gives way first shows there. */
export function hardestWindows({ overload, load_curve }: TuneResults): TuneWindow[] {
  const windows = [...load_curve, ...overload.map(({ window }) => window)];
  const highest = Math.max(...windows.map(({ rate_per_s }) => rate_per_s));
  return windows.filter(({ rate_per_s }) => rate_per_s === highest);
}

/** The median p99 of all windows at the target rate on so many connections; null where none has one. */
export function p99At(results: TuneResults, connections: number): number | null {
  const p99s = windowsAtTarget(results, connections).flatMap(({ p99_ms }) => (p99_ms === null ? [] : [p99_ms]));
  return p99s.length === 0 ? null : median(p99s);
}

/** The mean of a value over the windows that have it; null where none has. */
export function meanOf(windows: readonly TuneWindow[], read: (window: TuneWindow) => number | null | undefined) {
  const values = windows.map(read).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
