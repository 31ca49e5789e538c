/** The regularized incomplete beta function and the log-gamma function it needs. */

/** Coefficients of Stirling's series, B(2k) / (2k (2k - 1)) for k = 1 .. 8 (DLMF 5.11.1, https://dlmf.nist.gov/5.11). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** log Γ(z) for z > 0. Relative error about 1e-15. */
export function logGamma(z: number): number {
  if (!(z > 0)) throw new RangeError(`logGamma(${z}): the argument must be > 0`);
  // Γ(z) = Γ(z + n) / (z (z + 1) ... (z + n - 1)), with z + n >= 10, where eight terms of the series are exact enough.
  let product = 1;
  let x = z;
  for (; x < 10; x++) product *= x;
  let series = 0;
  for (const coefficient of STIRLING.toReversed()) series = series / (x * x) + coefficient;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series / x - Math.log(product);
}

/**
 * I_x(a, b) for a, b > 0 and 0 <= x <= 1, given both x and y = 1 - x: near 1 the caller knows the small one exactly, and
 * subtracting here would lose it.
 */
export function regularizedIncompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const logFactor = a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b);
  // The fraction converges fast for x below about a / (a + b); beyond it I_x(a, b) = 1 - I_y(b, a) (DLMF 8.17.4).
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFactor) * betaFraction(a, b, x)) / a
    : 1 - (Math.exp(logFactor) * betaFraction(b, a, y)) / b;
}

/**
 * The continued fraction 1 / (1 + d1 / (1 + d2 / (1 + ...))) of DLMF 8.17.22, by Lentz's method as modified by Thompson &
 * Barnett (Press et al., Numerical Recipes, 3rd edition, sections 5.2 and 6.4).
 */
function betaFraction(a: number, b: number, x: number): number {
  const TINY = 1e-300; // stands in for a denominator of zero
  const MAX_TERMS = 100_000; // about sqrt(max(a, b)) are needed
  const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  // The denominator 1 + d1 / (1 + d2 / ...) as a product of c * d; `c` and `d` are the ratios of successive convergents.
  let denominator = 1;
  let c = 1;
  let d = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const m = n >> 1;
    const numerator =
      n % 2 === 1
        ? (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
        : (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + numerator * d);
    c = nonZero(1 + numerator / c);
    denominator *= c * d;
    if (Math.abs(c * d - 1) < Number.EPSILON) return 1 / denominator;
  }
  throw new RangeError(`the incomplete beta function did not converge for a = ${a}, b = ${b}, x = ${x}`);
}
