/** Block errors of known kinds, to try statistics on. All have mean 0, standard deviation 1 and symmetry. */
import { fraction, type Random } from '../random.ts';

/** The errors of n successive blocks. */
export type Noise = (random: Random, n: number) => number[];

const times = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);

/** A standard normal deviate (Box & Muller, Annals of Mathematical Statistics 29, 1958). */
function normalDeviate(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - fraction(random))) * Math.cos(2 * Math.PI * fraction(random));
}

/** Student's t with `df` > 2, by the polar method of Bailey, Mathematics of Computation 62, 1994; scaled to deviation 1. */
function studentDeviate(random: Random, df: number): number {
  const radius = Math.sqrt(df * ((1 - fraction(random)) ** (-2 / df) - 1));
  return radius * Math.cos(2 * Math.PI * fraction(random)) * Math.sqrt((df - 2) / df);
}

/** Independent, normal. */
export const normal: Noise = (random, n) => times(n, () => normalDeviate(random));

/** Independent with heavy tails: Student's t with 3 degrees of freedom, whose fourth moment is infinite. */
export const heavyTails: Noise = (random, n) => times(n, () => studentDeviate(random, 3));

/** Independent; one block in ten is disturbed, with five times the deviation of the others (Tukey's contaminated normal). */
export const outliers: Noise = (random, n) => {
  const [share, factor] = [0.1, 5];
  const deviation = Math.sqrt(1 - share + share * factor ** 2);
  return times(n, () => ((fraction(random) < share ? factor : 1) * normalDeviate(random)) / deviation);
};

/** AR(1), stationary and normal: each block keeps the share `rho` of the one before. A machine that warms up or throttles. */
export const autoregressive =
  (rho: number): Noise =>
  (random, n) => {
    let state = normalDeviate(random);
    return times(n, () => {
      const now = state;
      state = rho * state + Math.sqrt(1 - rho ** 2) * normalDeviate(random);
      return now;
    });
  };
