/** How much of what was measured is kept, and where. */

/** Runs beyond the newest this many are removed when a new one starts. */
export const KEPT_RUNS = 20;

/** The folder of baselines that is used when none is named. */
export const BASELINES = 'baselines';

/** A name that is a safe name of a file on any system: letters and digits, dots, dashes and underscores within, at most 64. */
export const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
