/**
 * One more thing to measure where requests have weights: all of them in one load, as often as their weights say. What they
 * take from each other, a cache or connections of a pool, shows in none of them alone. Pure.
 */
import type { NamedRequest } from '../service/prepared.ts';
import { seededRandom, shuffle } from '../stats/random.ts';

/** What its cell is called, unless a request has that name. */
const NAME = 'mixed-load';
/** Fewer than these are no mix. */
const FEWEST = 2;
/** Weights are rounded to hundredths, so that a short load has them, too. */
const PARTS = 100;

/** The weights of a mix by the names of its requests. */
export type Weights = Readonly<Record<string, number>>;

/** Undefined where fewer than two requests have a weight. */
export function weightsOf(requests: readonly Pick<NamedRequest, 'name' | 'weight'>[]): Weights | undefined {
  const weighted = requests.flatMap(({ name, weight }) => (weight === undefined ? [] : [[name, weight] as const]));
  return weighted.length < FEWEST ? undefined : Object.fromEntries(weighted);
}

/**
 * The mix of those requests that have a weight, as a request among them: the n-th is one of theirs, the same for the same
 * seed. Undefined where fewer than two have one.
 */
export function mixOf(requests: readonly NamedRequest[], seed: number): NamedRequest | undefined {
  const mix = weightsOf(requests);
  if (mix === undefined) return undefined;
  const parts = requests.filter(({ name }) => name in mix);
  const drawn = drawing(
    parts.map(({ name }) => mix[name] as number),
    seed,
  );
  const partAt = (n: number): { part: NamedRequest; place: number } => {
    const { at, place } = drawn(n);
    return { part: parts[at] as NamedRequest, place };
  };
  return {
    name: freeName(requests),
    mix,
    request(n, taken) {
      const { part, place } = partAt(n);
      return part.request(place, taken);
    },
    check(answer, n) {
      const { part, place } = partAt(n);
      return part.check(answer, place);
    },
    brokenRule: () => undefined,
    ignore: [],
    thresholds: {},
    onlyShown: parts.every(({ onlyShown }) => onlyShown),
    shown: {
      request: Object.entries(mix)
        .map(([name, weight]) => `${name} × ${weight}`)
        .join(', '),
      headers: {},
    },
  };
}

/**
 * Which of the weights request `n` of a load is of, and its place among the requests of that weight. One deck after the
 * other, each with all weights in an order of its own, so that two windows of a load hardly differ in their mix.
 */
export function drawing(weights: readonly number[], seed: number): (n: number) => { at: number; place: number } {
  const counts = countsOf(weights);
  const deck = counts.flatMap((count, at) => Array.from({ length: count }, () => at));
  const decks: { at: number; place: number }[][] = [];
  const deckAt = (round: number) => {
    const known = decks[round];
    if (known !== undefined) return known;
    const seen = counts.map((count) => round * count);
    const drawn = shuffle(seededRandom(seed + round), deck).map((at) => {
      const place = seen[at] as number;
      seen[at] = place + 1;
      return { at, place };
    });
    decks[round] = drawn;
    return drawn;
  };
  return (n) => deckAt(Math.floor(n / deck.length))[n % deck.length] as { at: number; place: number };
}

/** How often each comes in a deck: as few as have the same shares, and each at least once. */
function countsOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = weights.map((weight) => Math.max(1, Math.round((PARTS * weight) / total)));
  const divisor = counts.reduce(commonDivisor);
  return counts.map((count) => count / divisor);
}

const commonDivisor = (one: number, other: number): number => (other === 0 ? one : commonDivisor(other, one % other));

function freeName(requests: readonly Pick<NamedRequest, 'name'>[]): string {
  const isTaken = (name: string) => requests.some((one) => one.name === name);
  for (let number = 1; ; number++) {
    const name = number === 1 ? NAME : `${NAME}-${number}`;
    if (!isTaken(name)) return name;
  }
}
