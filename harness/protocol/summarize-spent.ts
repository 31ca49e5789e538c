/** The account of a run's own time, from what it wrote down of it. Pure. */
import type { FinishedPhase, Summary, TimeSpent } from '../results/schema.ts';

/** The results with where their time went. As they are where no phase came to its end. */
export function withSpent(results: Summary, phases: readonly FinishedPhase[]): Summary {
  if (phases.length === 0) return results;
  const { run, finished_at, patterns } = results;
  const bestMs = sum(phases.map(({ best_ms = 0 }) => best_ms));
  const timelinesMs = sum(patterns.flatMap(({ timelines = [] }) => timelines.map(({ took_ms }) => took_ms)));
  const phasesMs = sum(phases.map(({ ms }) => ms));
  const otherMs = Date.parse(finished_at) - Date.parse(run.started_at) - phasesMs - timelinesMs;
  const spent: TimeSpent = {
    measuring_ms: Math.round(phasesMs - bestMs),
    ...(bestMs > 0 ? { best_ms: Math.round(bestMs) } : {}),
    ...(timelinesMs > 0 ? { timelines_ms: Math.round(timelinesMs) } : {}),
    ...(run.resumed_at === undefined ? { other_ms: Math.max(0, Math.round(otherMs)) } : {}),
  };
  return { ...results, spent };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
