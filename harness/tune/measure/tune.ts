/** The whole of `duet tune pool` for one service: what is measured, in which order, and what follows from it. */
import type { Recommendation, TuneResults, TuneTarget, Unseen } from '../../results/tune.ts';
import { recommend } from '../advice/recommend.ts';
import { keptStandard } from '../search/equivalent.ts';
import type { SearchResult } from '../search/next-setting.ts';
import type { Subject } from '../subject.ts';
import { hasOverflow } from './alternatives.ts';
import { plainSetting } from './bench.ts';
import { measureBurst } from './burst.ts';
import { openKnownArm } from './first-start.ts';
import { gridSettings, measureGrid } from './grid.ts';
import { measuredService } from './known-service.ts';
import { findLeastPool, limitsAfter } from './least-pool.ts';
import { leastDisturbed, measureLoadCurve } from './load-curve.ts';
import { measureLibraryPatience, measureOverload } from './overload.ts';
import { predictionFor } from './prediction-for.ts';
import { probe } from './probe.ts';
import { search } from './search.ts';
import { type Checked, checkSettingIsHeeded } from './settings-check.ts';
import { settle } from './settle.ts';
import { PoolTooSmall } from './start.ts';
import { type ExploreTimes, planExploring, timeLeft } from './time-plan.ts';
import { openTuning, type TuneContext, type Tuning } from './tuning.ts';
import { typicalLoad } from './typical-load.ts';
import { Warm } from './warm.ts';

/** @throws DuetError when something died or did not answer as expected; the signal's reason when it is aborted. */
export async function tunePool(subject: Subject, target: TuneTarget, context: TuneContext): Promise<TuneResults> {
  const tuning = await openTuning(subject, target, context);
  await using _watch = tuning.bench.watch;
  await probeService(tuning);
  await checkSetting(tuning);
  const searched = await findSmallest(tuning);
  // Whatever comes after may fail, and the size is known.
  advise(searched, tuning);
  await using compared = new Warm();
  const found = subject.unchangeable ? searched : await settle(searched, compared, tuning);
  advise(found, tuning);
  await explore(found, planExploring(tuning.time.windowMs, timeLeft(tuning.deadlineMs), 0), compared, tuning);
  // The same connections, now with what they bear.
  advise(found, tuning);
  tuning.found({ status: 'complete', status_reason: null });
  return tuning.results;
}

/** The time of a request and of its connections when nobody waits. */
async function probeService(tuning: Tuning): Promise<void> {
  const { bench, found, say } = tuning;
  say('one request at a time: how long it takes, and holds a connection');
  await using arm = await openKnownArm(tuning);
  const probed = await probe(tuning.time.probeMs, arm, bench);
  found({ probe: probed, prediction: predictionFor(probed, tuning.bounds.target, bench) });
}

/** A service of this repository has its own tests; one of the reader's may not read what it is given. */
async function checkSetting(tuning: Tuning): Promise<void> {
  const { bench, results, saidProcesses, found, learn, say } = tuning;
  const { describes, unchangeable, untold = [] } = bench.subject;
  if (unchangeable) found({ unseen: [...results.unseen, { code: 'other-pools' }] });
  if (describes.kind === 'own' || unchangeable) return;
  say('whether the service heeds its setting');
  const { unseen, connections } = await checkOnLeastPool(tuning);
  // It is not told how long to wait for a connection.
  const overload: Unseen[] = untold.includes('timeout') ? [{ code: 'overload' }] : [];
  found({ unseen: [...results.unseen, ...unseen, ...overload] });
  if (connections === undefined) return;
  learn({ measured: measuredService({ ...connections, said: saidProcesses }) });
  // The processes share the load.
  found({ prediction: predictionFor(results.probe as NonNullable<TuneResults['probe']>, tuning.bounds.target, bench) });
}

/** The check with a pool of one connection or, where one request needs more, with the least that answers. */
async function checkOnLeastPool({ bench, bounds, first, results, found, say }: Tuning): Promise<Checked> {
  const probed = results.probe as NonNullable<TuneResults['probe']>;
  const mayBeTooFew = { below: first.connections, limits: limitsAfter(first.startMs) };
  const limits = { ...bounds, processes: results.measured?.processes };
  try {
    return await checkSettingIsHeeded(limits, { ...bench, mayBeTooFew });
  } catch (error) {
    if (!(error instanceof PoolTooSmall)) throw error;
    say('how many connections it needs before it answers one request');
    const looking = { ...bench, mayBeTooFew, serviceMs: probed.service_ms, most: bounds.ceiling };
    bench.least = await findLeastPool(error, looking);
    found({ least_pool: bench.least, prediction: predictionFor(probed, bounds.target, bench) });
    say('whether the service heeds its setting, with the least pool that answers');
    return await checkSettingIsHeeded(limits, bench);
  }
}

/** The fewest connections that are as good as any number; with --grid, all the others as well. */
async function findSmallest(tuning: Tuning): Promise<SearchResult> {
  const { bench, time, found, say } = tuning;
  const { ceiling } = tuning.bounds;
  const { ratePerS, arrivals, seed } = bench;
  const prediction = tuning.results.prediction as NonNullable<TuneResults['prediction']>;
  if (bench.subject.unchangeable) {
    const connections = Math.min(prediction.connections, ceiling);
    return { connections, ending: 'undecided', windows: 0 };
  }
  const probed = tuning.results.probe as NonNullable<TuneResults['probe']>;
  const load = typicalLoad({ ratePerS, durationMs: time.windowMs, arrivals, seed }, probed);
  const result = await search(
    {
      prediction,
      ceiling,
      floor: bench.least?.connections,
      load,
      onStep: (connections, why) => say(`${connections} connections: ${why}`),
      onCells: (cells) => found({ search: [...cells], standard: keptStandard(cells) }),
    },
    bench,
  );
  if (tuning.grid) {
    const settings = gridSettings(hasOverflow(bench.subject), ceiling, bench.least?.connections);
    const onCell = (done: number) => say(`grid: ${done} of ${settings.length} settings`);
    const startedMs = performance.now();
    found({ grid: await measureGrid(settings, load, bench, onCell) });
    tuning.deadlineMs += performance.now() - startedMs;
  }
  return result;
}

/** What the setting bears: other rates, a burst, more than it can serve. */
async function explore(
  { connections }: SearchResult,
  times: ExploreTimes,
  compared: Warm,
  tuning: Tuning,
): Promise<void> {
  const { bench, grid, found, say, results } = tuning;
  await using arm = await compared.take(plainSetting(connections), bench);
  say(`${connections} connections at other rates`);
  const { recommended } = results;
  const known = recommended?.setting.size === connections ? leastDisturbed(recommended) : undefined;
  const curve = await measureLoadCurve(times.curveMs, arm, bench, known);
  found({ load_curve: curve.windows, knee_per_s: curve.kneePerS });
  say(`${connections} connections under a burst`);
  found({ burst: await measureBurst(times.burstMs, arm, bench) });
  const { unchangeable, untold } = bench.subject;
  if (unchangeable || untold?.includes('timeout') || curve.capacityPerS === 0) return;
  say(`${connections} connections under more than they can serve`);
  const { capacityPerS } = curve;
  const options = { capacityPerS, scale: times.overloadScale };
  found({ overload: await measureOverload(options, arm, bench) });
  if (!grid) return;
  const startedMs = performance.now();
  const library = await measureLibraryPatience(capacityPerS, plainSetting(connections), bench);
  found({ overload: [...tuning.results.overload, library] });
  tuning.deadlineMs += performance.now() - startedMs;
}

function advise(found: SearchResult, tuning: Tuning): Recommendation {
  const recommendation = recommend(found, tuning.results);
  tuning.found({ recommendation });
  return recommendation;
}
