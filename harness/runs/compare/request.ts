/** What `duet compare` is asked to measure: a new run by its options, or the rest of an interrupted one. */
import type { FoundDriver } from '../../drivers/find.ts';
import { refused } from '../../errors.ts';
import { drawSeed } from '../../options/command-line.ts';
import type { RunOptions } from '../../options/compare.ts';
import { profiles } from '../../patterns/profiles.ts';
import { countTrials, planOf } from '../../protocol/plan.ts';
import { expectedCurvesMs, requestCurves } from '../../protocol/plan-curves.ts';
import { leastBudgetMs, PILOT_BLOCKS } from '../../protocol/time-budget.ts';
import { cellsToTrace, expectedTracingMs } from '../../protocol/trace-cells.ts';
import { placementName } from '../../results/placement-name.ts';
import type { StoredRun } from '../../results/run-folder.ts';
import type { PlacementName, Sizes } from '../../results/schema.ts';
import type { ResumableRequest } from '../kind.ts';
import { newRunId } from '../session.ts';
import { chooseDrivers, describedDrivers, sameDrivers, sizesFor } from './drivers.ts';
import type { RequestedHeader } from './header.ts';
import { refuseTooShort } from './time-budget.ts';

export interface RunRequest extends ResumableRequest {
  header: RequestedHeader;
  sizes: Sizes;
  /** What drives loads in place of duet. */
  programs: readonly FoundDriver[];
  placement: PlacementName;
  /** What an interrupted run has measured already. */
  earlier?: StoredRun;
}

/**
 * @throws DuetError (exit 2) for a time budget that is too short, and a placement that cannot be; and for drivers that cannot
 * drive anything (or exit 4).
 */
export function newRun(options: RunOptions): RunRequest {
  const { profile, placement, pattern: patterns, stack: stacks, timeBudget, out } = options;
  if (placement === 'database-apart' && process.env.DATABASE_URL) {
    throw refused(
      '--placement database-apart is for the PostgreSQL that duet starts, and DATABASE_URL names another',
      'unset DATABASE_URL, or leave the placement at its default',
    );
  }
  const { seed, command } = drawSeed(options.seed);
  const { blocks: profileBlocks, fewerBlocks, sparing } = profiles[profile];
  const programs = chooseDrivers(options.driver ?? [], patterns);
  const sizes = sizesFor(programs, profiles[profile].sizes);
  // A budget is for intervals: curves have to be asked for.
  const wanted = options.curves ?? (timeBudget === undefined ? undefined : false);
  const curves = requestCurves({ profile, patterns, stacks, seed, wanted });
  if (timeBudget !== undefined) {
    const curvesMs = curves === undefined ? 0 : expectedCurvesMs({ curves, patterns, stacks, seed }, sizes);
    const tracingMs = expectedTracingMs(cellsToTrace({ patterns, stacks }), sizes);
    refuseTooShort(timeBudget, leastBudgetMs({ patterns, stacks, seed }, sizes) + curvesMs + tracingMs);
  }
  // Who asks for blocks, or gives time for them, gets them of everything.
  const hasOwnBlocks = timeBudget === undefined && options.blocks === undefined;
  const header = {
    id: newRunId(profile),
    command,
    started_at: new Date().toISOString(),
    profile,
    seed,
    blocks: timeBudget === undefined ? (options.blocks ?? profileBlocks) : PILOT_BLOCKS,
    ...(hasOwnBlocks && fewerBlocks ? { fewer_blocks: fewerBlocks } : {}),
    ...(hasOwnBlocks && sparing ? { sparing } : {}),
    ...(timeBudget === undefined ? {} : { time_budget: { budget_ms: timeBudget } }),
    ...(curves === undefined ? {} : { curves }),
    patterns,
    stacks,
    ...describedDrivers(programs),
  };
  return { header: { ...header, planned_trials: countTrials(planOf(header)) }, sizes, placement, out, programs };
}

/** @throws DuetError (exit 4) where a driver of the run is missing, or is of another version. */
export const restOfRun = (earlier: StoredRun, out: string): RunRequest => ({
  header: { ...earlier.header, started_at: new Date().toISOString() },
  sizes: earlier.header.sizes,
  placement: placementName(earlier.header.environment),
  out,
  programs: sameDrivers(earlier.header),
  earlier,
});
