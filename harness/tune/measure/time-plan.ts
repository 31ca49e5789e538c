/** How the time of one tuning is spread over what is to be measured. */

/** What a tuning may take, and what follows for its windows, all in ms. */
export interface TimePlan {
  budgetMs: number;
  probeMs: number;
  /** Of the search and the grid. */
  windowMs: number;
  /** Of the load curve, where only the shape counts. */
  curveMs: number;
  overloadMs: number;
  verifyMs: number;
}

/** For this the lengths below are made; a shorter budget shortens them all alike. */
const USUAL_BUDGET_MS = 120_000;
/** So many requests leave 15 beyond p95. */
const WINDOW_REQUESTS = 300;
const SHORTEST_WINDOW_MS = 3_000;
/** A search of ten windows with its starts takes two thirds of the budget then. */
const LONGEST_WINDOW_MS = 6_000;

/** @param ratePerS at the one process that is measured. */
export function planTime(ratePerS: number, budgetMs: number): TimePlan {
  const scale = Math.min(1, budgetMs / USUAL_BUDGET_MS);
  const wanted = (WINDOW_REQUESTS / ratePerS) * 1_000;
  const windowMs = Math.min(Math.max(wanted, SHORTEST_WINDOW_MS), LONGEST_WINDOW_MS);
  return {
    budgetMs,
    probeMs: 2_500 * scale,
    windowMs: windowMs * scale,
    curveMs: 0.7 * windowMs * scale,
    overloadMs: windowMs * scale,
    verifyMs: 0.8 * windowMs * scale,
  };
}
