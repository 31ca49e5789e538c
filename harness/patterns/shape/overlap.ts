/** What overlaps and what follows, of spans of time. Pure. */
import type { Exchange } from '../../lab/exchanges.ts';

/** From `from` on, before `until`; in ms of one clock. */
export interface Span {
  from: number;
  until: number;
}

export const spansOf = (exchanges: readonly Exchange[]): Span[] =>
  exchanges.map(({ sent_ms, answered_ms }) => ({ from: sent_ms, until: answered_ms }));

/** The most spans at any one time. One that begins when another ends does not overlap it. */
export function mostAtOnce(spans: readonly Span[]): number {
  const changes = spans
    .flatMap(({ from, until }) => [
      { at: from, by: 1 },
      { at: until, by: -1 },
    ])
    .sort((one, other) => one.at - other.at || one.by - other.by);
  let now = 0;
  return changes.reduce((most, { by }) => {
    now += by;
    return Math.max(most, now);
  }, 0);
}

/**
 * The longest row of spans of which each begins when the one before has ended, or later: how many waits somebody sits
 * through one after the other. Taking the span that ends first is optimal (interval scheduling: Kleinberg and Tardos,
 * Algorithm Design, 4.1).
 * @param leastMs shorter spans are no waits.
 */
export function longestRow(spans: readonly Span[], leastMs: number): number {
  let end = Number.NEGATIVE_INFINITY;
  let length = 0;
  for (const { from, until } of spans.toSorted((one, other) => one.until - other.until)) {
    if (until - from < leastMs || from < end) continue;
    end = until;
    length++;
  }
  return length;
}
