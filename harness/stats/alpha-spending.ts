/**
 * Boundaries of a test that is looked at several times, and errs as rarely as one that is looked at once.
 *
 * Each look may spend a part of the chance of a false alarm (Lan & DeMets, "Discrete sequential boundaries for clinical
 * trials", Biometrika 70, 1983). How improbable an observation must be at a look, so that exactly that part is spent there,
 * follows from the joint distribution of the sums at all looks, by recursive numerical integration (Armitage, McPherson &
 * Rowe, Journal of the Royal Statistical Society A 132, 1969; Jennison & Turnbull, Group Sequential Methods, 2000, ch. 19).
 */
import { normalDensity, normalTail } from './normal.ts';

/** What may have been spent when a share of the blocks is measured: `alpha * share ** rho` (Kim & DeMets, Biometrika 74, 1987). */
export const powerSpending = (alpha: number, share: number, rho: number): number => alpha * Math.min(1, share) ** rho;

export interface SpendingLook {
  /** Values seen so far. */
  n: number;
  /** One-sided chance of a false alarm at this look or an earlier one. */
  spent: number;
}

/** The sums that did not cross a boundary before: their density on an even grid. */
interface Inside {
  n: number;
  from: number;
  step: number;
  density: number[];
}

/** Where sums are cut off below: what is lost there is 1e-15. */
const LOWEST = -8;
/** The steps of the grid: an even number, for Simpson's rule. */
const STEPS = 240;

/**
 * The nominal one-sided level of each look: a p value below it crosses the boundary. With values whose spread is estimated
 * the same levels are used with Student's t ("significance level approach", Jennison & Turnbull, ch. 11.4).
 *
 * Throws RangeError unless n and spent rise from above 0.
 */
export function nominalLevels(looks: readonly SpendingLook[]): number[] {
  let inside: Inside | undefined;
  let [before, spentBefore] = [0, 0];
  return looks.map(({ n, spent }) => {
    if (!(n > before && spent > spentBefore && spent < 1))
      throw new RangeError(
        `a look at ${n} that spends ${spent} does not follow one at ${before} that spends ${spentBefore}`,
      );
    const boundary = boundaryAt(n, spent - spentBefore, inside);
    inside = insideBelow(boundary, n, inside);
    [before, spentBefore] = [n, spent];
    return normalTail(boundary / Math.sqrt(n));
  });
}

/** The sum of n values that is exceeded now, and was not before, with this probability. */
function boundaryAt(n: number, probability: number, inside: Inside | undefined): number {
  let [low, high] = [LOWEST * Math.sqrt(n), 40 * Math.sqrt(n)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (exceeding(middle, n, inside) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function exceeding(sum: number, n: number, inside: Inside | undefined): number {
  if (inside === undefined) return normalTail(sum / Math.sqrt(n));
  const deviation = Math.sqrt(n - inside.n);
  return integrate(inside, (from) => normalTail((sum - from) / deviation));
}

function insideBelow(boundary: number, n: number, inside: Inside | undefined): Inside {
  const from = LOWEST * Math.sqrt(n);
  const step = (boundary - from) / STEPS;
  const at = (sum: number): number => {
    if (inside === undefined) return normalDensity(sum / Math.sqrt(n)) / Math.sqrt(n);
    const deviation = Math.sqrt(n - inside.n);
    return integrate(inside, (earlier) => normalDensity((sum - earlier) / deviation)) / deviation;
  };
  return { n, from, step, density: Array.from({ length: STEPS + 1 }, (_, index) => at(from + index * step)) };
}

/** By Simpson's rule. */
function integrate({ from, step, density }: Inside, of: (sum: number) => number): number {
  let total = 0;
  for (const [index, each] of density.entries()) {
    const weight = index === 0 || index === STEPS ? 1 : index % 2 === 1 ? 4 : 2;
    if (each > 0) total += weight * each * of(from + index * step);
  }
  return (total * step) / 3;
}
