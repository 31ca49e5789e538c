/** Carries out the search for the fewest connections that do: one window on a fresh process for each of its steps. */
import { connectionsOf, type TuneCell, type TunePrediction } from '../../results/tune.ts';
import { nextStep, type SearchResult } from '../search/next-setting.ts';
import { type Bench, plainSetting } from './bench.ts';
import { measureFresh, type WindowLoad } from './window.ts';

export interface SearchOptions {
  prediction: TunePrediction;
  /** The most connections that may be tried. */
  ceiling: number;
  /** The fewest. */
  floor: number | undefined;
  /** The same arrivals for every setting: they differ by the setting and by chance, not by luck with the arrivals. */
  load: WindowLoad;
  /** Called before each window. */
  onStep(connections: number, why: string): void;
  /** Called after each window with all of them; each setting stands where it was first measured. */
  onCells(cells: readonly TuneCell[]): void;
}

export async function search(options: SearchOptions, bench: Bench): Promise<SearchResult> {
  const { prediction, ceiling, floor, load, onStep, onCells } = options;
  const measured: TuneCell[] = [];
  for (;;) {
    const step = nextStep({ prediction, ceiling, floor, measured });
    if ('done' in step) return step.done;
    onStep(step.measure, step.why);
    const setting = plainSetting(step.measure);
    const window = await measureFresh('search', setting, load, bench);
    const known = measured.find((cell) => connectionsOf(cell.setting) === step.measure);
    if (known === undefined) measured.push({ setting, windows: [window] });
    else known.windows.push(window);
    onCells(structuredClone(measured));
  }
}
