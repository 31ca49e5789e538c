/**
 * The change between two independent estimates that each have an interval of their own.
 *
 * The interval of the difference of two estimates is recovered from their intervals (MOVER: Zou & Donner, Construction of
 * confidence limits about effect measures, Statistics in Medicine 27, 2008, 1693-1702): with x in [l, u] and x' in
 * [l', u'] it is x' - x minus sqrt((x' - l')^2 + (u - x)^2), plus sqrt((u' - x')^2 + (x - l)^2). Ratios take it on
 * their logarithms. Nothing of it needs the blocks, so a baseline can be small, and it keeps intervals that are not
 * symmetric.
 */

/** As in the results: the bounds are null where there were too few blocks for an interval. */
export interface Interval {
  value: number;
  low: number | null;
  high: number | null;
}

/**
 * From `base` to `head`: head / base, or head - base. Null where a ratio has no meaning (something is not above 0).
 * Without either interval the change has none.
 */
export function changeBetween(base: Interval, head: Interval, scale: 'ratio' | 'difference'): Interval | null {
  if (scale === 'difference') return subtract(head, base);
  if (base.value <= 0 || head.value <= 0) return null;
  const { value, low, high } = subtract(logOf(head), logOf(base));
  return {
    value: Math.exp(value),
    low: low === null ? null : Math.exp(low),
    high: high === null ? null : Math.exp(high),
  };
}

function subtract(one: Interval, other: Interval): Interval {
  const value = one.value - other.value;
  if (one.low === null || one.high === null || other.low === null || other.high === null) {
    return { value, low: null, high: null };
  }
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/** A bound at or below 0 bounds no logarithm. */
function logOf({ value, low, high }: Interval): Interval {
  const bound = (at: number | null) => (at !== null && at > 0 ? Math.log(at) : null);
  return { value: Math.log(value), low: bound(low), high: bound(high) };
}
