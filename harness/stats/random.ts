/**
 * Seeded randomness: the order of trials must be reproducible from the seed in the plan, which Math.random is not.
 *
 * The generator is xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
 * 47(4), 2021; https://prng.di.unimi.it/xoshiro128starstar.c), its state filled by splitmix32 as its authors advise.
 */

/** A source of uniform 32-bit integers. */
export interface Random {
  /** The next integer, 0 .. 2^32 - 1. */
  uint32(): number;
}

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** splitmix32: turns one seed into well-mixed words. The finalizer is murmur3's. */
function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

/** xoshiro128** from its four state words, which must not all be zero. Exported for the test against its source. */
export function xoshiro128(a: number, b: number, c: number, d: number): Random {
  return {
    uint32() {
      const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = rotateLeft(d, 11);
      return result;
    },
  };
}

/** A generator from a seed, an integer of which the low 32 bits count. */
export function seededRandom(seed: number): Random {
  const word = splitmix32(seed);
  return xoshiro128(word(), word(), word(), word());
}

/**
 * A uniform integer, 0 <= n < bound. bound is 1 .. 2^32.
 *
 * Values below 2^32 mod bound are drawn again, or small results would be more frequent than large ones.
 */
export function below(random: Random, bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) throw new RangeError(`bound ${bound} is not 1 .. 2^32`);
  const rejected = 2 ** 32 % bound;
  for (;;) {
    const value = random.uint32();
    if (value >= rejected) return value % bound;
  }
}

/** A uniform number, 0 <= x < 1, in steps of 2^-32. */
export const fraction = (random: Random): number => random.uint32() / 2 ** 32;

/** The items in a uniformly random order, as a new array: Fisher-Yates (Knuth, TAOCP vol. 2, 3.4.2, algorithm P). */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const pick = below(random, last + 1);
    [shuffled[last], shuffled[pick]] = [shuffled[pick] as T, shuffled[last] as T];
  }
  return shuffled;
}
