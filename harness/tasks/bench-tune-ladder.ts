/** A ladder of settings around a recommendation, each measured on a fresh process: what a grid would have found. */
import type { Lab } from '../lab/lab.ts';
import { pinSelf } from '../lab/placement.ts';
import type { TuneCell, TuneResults, TuneWindow } from '../results/tune.ts';
import type { Bench } from '../tune/measure/bench.ts';
import { openWatch } from '../tune/measure/pool-watch.ts';
import { typicalLoad } from '../tune/measure/typical-load.ts';
import { measureFresh } from '../tune/measure/window.ts';
import { standardOf } from '../tune/search/alike.ts';
import { openOwnService } from '../tune/subjects/own-service.ts';
import type { Benched, KeptTune } from './bench-tune-kept.ts';

/** Over the whole range, some 1.4 apart. */
const SPREAD = [1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64];
/** And every one so close to the recommendation, twice. */
const AROUND = 4;
/** Of the best setting, anew; the noise floor comes from them. */
const AGAIN = 3;

/** Ascending, none above the ceiling. */
export function ladderAround(recommended: number, ceiling: number): number[] {
  const near = Array.from({ length: 2 * AROUND + 1 }, (_, index) => recommended - AROUND + index);
  const all = new Set([...SPREAD, ...near].filter((connections) => connections >= 1 && connections <= ceiling));
  return [...all].sort((one, other) => one - other);
}

/**
 * Measures the ladder at the rate and with windows as long as those of the search, but other arrivals: a setting that
 * was recommended because one draw of arrivals happened to suit it does not suit these.
 */
export async function measureLadder(
  lab: Lab,
  { stack, form, workload, seed }: Benched,
  tuned: TuneResults,
  signal: AbortSignal,
): Promise<Pick<KeptTune, 'ladder' | 'best'>> {
  const { target, recommendation, budget, search, probe } = tuned;
  const { size = 1, overflow = 0, timeout_ms = 5_000 } = recommendation?.setting ?? {};
  const [example] = search.flatMap(({ windows }) => windows);
  if (example === undefined) throw new Error('the search measured nothing');
  await using watch = await openWatch(lab.database.url);
  pinSelf();
  const bench: Bench = {
    subject: await openOwnService(lab, { stack, form, workload, rttMs: target.rtt_ms }),
    watch,
    mortals: [lab],
    ratePerS: example.rate_per_s,
    arrivals: target.arrivals,
    seed: seed + 1_000,
    signal,
    onWindow() {},
  };
  const untypical = { ...bench, durationMs: example.duration_ms };
  const load = probe === null ? untypical : typicalLoad(untypical, probe);
  const measure = async (connections: number): Promise<TuneWindow> => {
    const setting = { size: connections, overflow: 0, timeout_ms };
    return await measureFresh('grid', setting, load, bench);
  };
  const ladder: TuneCell[] = [];
  const recommended = size + overflow;
  for (const connections of ladderAround(recommended, budget?.per_process ?? 97)) {
    console.error(`bench-tune: ${workload} ${stack}: ${connections} connections`);
    const windows = [await measure(connections)];
    if (Math.abs(connections - recommended) <= AROUND) windows.push(await measure(connections));
    ladder.push(cellOf(connections, timeout_ms, windows));
  }
  const { connections } = standardOf(ladder).best;
  const again: TuneWindow[] = [];
  while (again.length < AGAIN) again.push(await measure(connections));
  return { ladder, best: cellOf(connections, timeout_ms, again) };
}

const cellOf = (connections: number, timeout_ms: number, windows: TuneWindow[]): TuneCell => ({
  setting: { size: connections, overflow: 0, timeout_ms },
  windows,
});
