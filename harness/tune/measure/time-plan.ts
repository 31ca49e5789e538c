/** How the time of one tuning is spread over what is to be measured. */
import type { Unseen } from '../../results/tune.ts';

/** For this the lengths below are made; a shorter budget shortens them all equally. */
const USUAL_BUDGET_MS = 90_000;
/** So many requests leave 12 beyond p95. */
const WINDOW_REQUESTS = 250;
const SHORTEST_WINDOW_MS = 2_500;
/** A search of ten windows with its starts takes about 70 s then. */
const LONGEST_WINDOW_MS = 5_000;

/** Lengths of what comes first, in ms. */
export interface SearchTimes {
  warmUpMs: number;
  probeMs: number;
  windowMs: number;
}

/** Whatever the budget: a single slow request must fit into it. */
const LEAST_PROBE_MS = 600;

/** @param ratePerS at the one process that is measured. */
export function planSearch(ratePerS: number, budgetMs: number): SearchTimes {
  const scale = Math.min(1, budgetMs / USUAL_BUDGET_MS);
  const wanted = (WINDOW_REQUESTS / ratePerS) * 1_000;
  const windowMs = Math.min(Math.max(wanted, SHORTEST_WINDOW_MS), LONGEST_WINDOW_MS);
  return { warmUpMs: 400 * scale, probeMs: Math.max(LEAST_PROBE_MS, 1_600 * scale), windowMs: windowMs * scale };
}

/** Fewer requests than these leave next to nothing beyond p95. */
const FEW_REQUESTS = 100;

/** What cannot be seen in windows of so few requests; undefined where there are enough. */
export function tooFewRequests(ratePerS: number, windowMs: number): Unseen | undefined {
  const requests = Math.round((ratePerS * windowMs) / 1_000);
  if (requests >= FEW_REQUESTS) return undefined;
  return { code: 'few-requests', requests, beyond_p95: Math.max(1, Math.round(requests / 20)) };
}

/** Lengths of the windows that come after the search, in ms. */
export interface ExploreTimes {
  /** The windows of the load curve, where only the shape counts. */
  curveMs: number;
  burstMs: number;
  /** The share of the usual lengths of overload, which follow from the waits that are tried. */
  overloadScale: number;
  verifyMs: number;
}

/** In windows of the search: those of the load curve, and of the comparison. */
const CURVE_WINDOW = 0.5;
const VERIFY_WINDOW = 0.5;
const CURVE_WINDOWS = 5;
/** Three rounds of three settings. */
const VERIFY_WINDOWS = 9;
/** The burst, and the time that it takes the pool to recover from it. */
const BURST_MS = 4_000;
/** A window of each wait. */
const OVERLOAD_MS = 4_500;
/** The closed loop, two starts, a repetition, and what is still under way when a window ends. */
const EXPLORE_FIXED_MS = 12_000;
/** Shorter than that, windows would say nothing, whatever the time. */
const LEAST_SCALE = 0.4;
const SHORTEST_MS = 500;

/** The starts of what is compared, and what a window takes beyond its length: reading the accounts, the last answers. */
const VERIFY_FIXED_MS = 4_000;
const BESIDE_WINDOW_MS = 300;

/** A start with its warm-up. */
const START_MS = 2_000;

/**
 * The time that is left, spread over what is ahead.
 * @param leftMs of the budget. @param verifyWindows how many windows the comparison with other pools will take; 0 after it.
 */
export function planExploring(windowMs: number, leftMs: number, verifyWindows = VERIFY_WINDOWS): ExploreTimes {
  const ahead = exploringMs(windowMs) + verifyWindows * VERIFY_WINDOW * windowMs;
  const fixedMs = EXPLORE_FIXED_MS + (verifyWindows === 0 ? 0 : VERIFY_FIXED_MS + verifyWindows * BESIDE_WINDOW_MS);
  const scale = Math.min(1, Math.max(LEAST_SCALE, (leftMs - fixedMs) / ahead));
  const scaled = (ms: number) => Math.max(SHORTEST_MS, ms * scale);
  return {
    curveMs: scaled(CURVE_WINDOW * windowMs),
    burstMs: scaled(BURST_MS),
    overloadScale: scale,
    verifyMs: scaled(VERIFY_WINDOW * windowMs),
  };
}

/** The windows of the load curve, the burst and overload, as long as they are wanted. */
const exploringMs = (windowMs: number): number => CURVE_WINDOWS * CURVE_WINDOW * windowMs + BURST_MS + OVERLOAD_MS;

/** What has to be left for exploring, in ms: its windows as short as they may be. */
export const leastExploringMs = (windowMs: number): number => LEAST_SCALE * exploringMs(windowMs) + EXPLORE_FIXED_MS;

/** What a round of the comparison takes, in ms. */
export const roundMs = (verifyMs: number, settings: number): number => settings * (verifyMs + BESIDE_WINDOW_MS);

/** What it takes to measure one more setting in so many rounds, in ms. */
export const measuredAfterMs = (verifyMs: number, rounds: number): number => START_MS + rounds * roundMs(verifyMs, 1);

/** What the lengths above allow for a start. */
const USUAL_START_MS = 5_000;
/** The probe, the check, a search of seven windows, the setting found with both waits, the three that are compared. */
export const USUAL_STARTS = 14;

/** What a start takes beyond what was allowed for it, in ms: a budget is for measuring, and a slow start adds to it. */
export const beyondUsualStart = (startMs: number): number => Math.max(0, startMs - USUAL_START_MS);

/** @param deadlineMs on the clock of performance.now(). */
export const timeLeft = (deadlineMs: number): number => deadlineMs - performance.now();
