/** Where an axis is marked: few, round numbers inside its domain. */

/** What of every decade is marked, the finest first. */
const STEPS: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]];
/** So many marks have room on every chart. */
const MOST = 6;
/** Fewer marks do not show that steps are not equal. */
const LEAST = 3;

/**
 * The finest round numbers of every decade that are few enough: 1, 2, 5, or 1, 3, or the decades alone, of which every
 * second or third is left where they are many. Within a small factor, where hardly one of them lies, equal steps.
 */
export function logTicks([low, high]: [number, number]): number[] {
  const decades = decadesOf(low, high);
  const within = (steps: readonly number[]) =>
    decades
      .flatMap((decade) => steps.map((step) => Number((step * 10 ** decade).toPrecision(6))))
      .filter((tick) => tick >= low && tick <= high);
  const few = STEPS.map(within).find((ticks) => ticks.length <= MOST);
  if (few === undefined) return everyFew(within([1]));
  if (few.length >= LEAST) return few;
  const equal = linearTicks([low, high]).filter((tick) => tick > 0);
  return equal.length > few.length ? equal : few;
}

/** The exponents of the powers of ten around a domain. */
function decadesOf(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, index) => first + index);
}

function everyFew(ticks: readonly number[]): number[] {
  const step = Math.ceil(ticks.length / MOST);
  return ticks.filter((_, index) => index % step === 0);
}

/** At most six round steps from zero. */
export function linearTicks([low, high]: [number, number]): number[] {
  const rough = (high - low) / 5;
  if (rough === 0) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(6)));
}
