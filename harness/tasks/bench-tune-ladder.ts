/** A ladder of settings around a recommendation, each measured on a fresh process: what a grid would have found. */
import type { Lab } from '../lab/lab.ts';
import { pinSelf } from '../lab/placement.ts';
import type { PoolSetting, TuneCell, TuneResults, TuneWindow } from '../results/tune.ts';
import type { Bench } from '../tune/measure/bench.ts';
import { openWatch } from '../tune/measure/pool-watch.ts';
import { typicalLoad } from '../tune/measure/typical-load.ts';
import { measureFresh } from '../tune/measure/window.ts';
import { standardOf } from '../tune/search/equivalent.ts';
import { openOwnService } from '../tune/subjects/own-service.ts';
import type { Benched, KeptTune } from './bench-tune-kept.ts';

/** Over the whole range: what is far from the recommendation shows in one window each. */
const SPREAD = [1, 2, 4, 8, 16, 32, 64];
/** And every one so close to the recommendation. */
const AROUND = 4;
/** In which those and the best are measured in turn, every other one backwards: a drift of the machine touches all equally. */
const ROUNDS = 3;

/** The settings far from the recommendation and those near it, ascending, none above the ceiling. */
export function ladderAround(recommended: number, ceiling: number): { far: number[]; near: number[] } {
  const possible = (settings: number[]) => settings.filter((connections) => connections >= 1 && connections <= ceiling);
  const near = possible(Array.from({ length: 2 * AROUND + 1 }, (_, index) => recommended - AROUND + index));
  return { far: possible(SPREAD).filter((connections) => !near.includes(connections)), near };
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
    labProcesses: [lab],
    ratePerS: example.rate_per_s,
    arrivals: target.arrivals,
    seed: seed + 1_000,
    signal,
    onWindow() {},
  };
  const untypical = { ...bench, durationMs: example.duration_ms };
  const load = probe === null ? untypical : typicalLoad(untypical, probe);
  const settingOf = (connections: number): PoolSetting => ({ size: connections, overflow: 0, timeout_ms });
  const measure = (connections: number): Promise<TuneWindow> =>
    measureFresh('grid', settingOf(connections), load, bench);
  const say = (what: string) => console.error(`bench-tune: ${workload} ${stack}: ${what}`);
  const settings = ladderAround(size + overflow, budget?.per_process ?? 97);
  const far: TuneCell[] = [];
  for (const connections of settings.far) {
    say(`${connections} connections`);
    far.push({ setting: settingOf(connections), windows: [await measure(connections)] });
  }
  const best: TuneCell = { setting: settingOf(standardOf(far).best.connections), windows: [] };
  const near = settings.near.map((connections): TuneCell => ({ setting: settingOf(connections), windows: [] }));
  for (let round = 1; round <= ROUNDS; round++) {
    say(
      `the best (${best.setting.size}) beside ${settings.near[0]} to ${settings.near.at(-1)}: round ${round} of ${ROUNDS}`,
    );
    for (const { setting, windows } of round % 2 === 1 ? [best, ...near] : [...near.toReversed(), best]) {
      windows.push(await measure(setting.size));
    }
  }
  const ladder = [...far, ...near].toSorted((one, other) => one.setting.size - other.setting.size);
  return { ladder, best };
}
