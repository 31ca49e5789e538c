/** The windows that advice is drawn from. */
import { connectionsOf, type TuneResults, type TuneWindow } from '../../results/tune.ts';

/** Every window at the target rate on so many connections: those of the search, and those of the proof where it ran. */
export function windowsAtTarget({ search, recommended }: TuneResults, connections: number): TuneWindow[] {
  const cells = [...search, ...(recommended === null ? [] : [recommended])];
  return cells.filter((cell) => connectionsOf(cell.setting) === connections).flatMap(({ windows }) => windows);
}

/** The window with the most requests per second that was measured on the recommendation: what gives way first shows there. */
export function hardestWindow({ overload, load_curve }: TuneResults): TuneWindow | undefined {
  const windows = [...load_curve, ...overload.map(({ window }) => window)];
  return windows.toSorted((one, other) => other.rate_per_s - one.rate_per_s)[0];
}

/** The mean of a figure over the windows that have it; null where none has. */
export function meanOf(windows: readonly TuneWindow[], figure: (window: TuneWindow) => number | null | undefined) {
  const values = windows.map(figure).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
