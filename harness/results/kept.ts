/** How much of what was measured is kept, and where. */

/** Runs beyond the newest this many are removed when a new one starts. */
export const KEPT_RUNS = 20;

/** The folder of baselines that is used when none is named. */
export const BASELINES = 'baselines';
