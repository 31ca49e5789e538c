/** The upper tail of the standard normal distribution, exact to the last digits where it is tiny. */

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** The density at z. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / ROOT_TWO_PI;

/**
 * P(Z > z). By its power series up to 3 (Abramowitz & Stegun 26.2.11) and the continued fraction of Mills' ratio beyond
 * (26.2.14). Throws RangeError for NaN.
 */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('z is NaN');
  if (z < 0) return 1 - normalTail(-z);
  return z < 3 ? 0.5 - fromZero(z) : normalDensity(z) * millsRatio(z);
}

/** P(0 < Z < z). */
function fromZero(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-17 * sum; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return normalDensity(z) * sum;
}

/** P(Z > z) / density(z), evaluated from its far end; at z = 3 and beyond 80 terms leave nothing out. */
function millsRatio(z: number): number {
  let rest = z;
  for (let n = 80; n > 0; n--) rest = z + n / rest;
  return 1 / rest;
}
