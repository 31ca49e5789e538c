/** With --grid: settings over the whole range, for the record and to check the search against. */
import { connectionsOf, type PoolSetting, type TuneCell } from '../../results/tune.ts';
import { seededRandom, shuffle } from '../../stats/random.ts';
import { type Bench, plainSetting } from './bench.ts';
import { measureFresh, type WindowLoad } from './window.ts';

/** Each about half as large again as the one before. */
const CONNECTIONS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64];
const SIZES = [1, 2, 4, 8, 16, 32, 64];
const OVERFLOWS = [0, 5, 10, 20];

/** At most 28 settings, ascending; none takes more connections than `most`, or fewer than `least`. */
export function gridSettings(overflow: boolean, most: number, least = 1): PoolSetting[] {
  const settings = overflow
    ? SIZES.flatMap((size) => OVERFLOWS.map((beyond) => ({ ...plainSetting(size), overflow: beyond })))
    : CONNECTIONS.map(plainSetting);
  return settings.filter((setting) => connectionsOf(setting) >= least && connectionsOf(setting) <= most);
}

/** A start, and what is still under way when a window ends. */
const AROUND_MS = 2_000;
/** Overload with the patience that libraries have by default, which is measured with the grid. */
const LIBRARY_OVERLOAD_MS = 110_000;

/** How long a grid makes a tuning longer, in ms. */
export const expectedGridMs = (settings: number, windowMs: number): number =>
  settings * (windowMs + AROUND_MS) + LIBRARY_OVERLOAD_MS;

/** In random order, so that what changes over the minutes does not look like an effect of size. */
export async function measureGrid(
  settings: readonly PoolSetting[],
  load: WindowLoad,
  bench: Bench,
  onCell: (done: number) => void,
): Promise<TuneCell[]> {
  const cells: TuneCell[] = [];
  for (const setting of shuffle(seededRandom(bench.seed), settings)) {
    onCell(cells.length);
    cells.push({ setting, windows: [await measureFresh('grid', setting, load, bench)] });
  }
  return cells.toSorted(
    ({ setting: one }, { setting: other }) => one.size - other.size || one.overflow - other.overflow,
  );
}
