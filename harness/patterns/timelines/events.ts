/** Events on one time axis: which follow each other, which are at once, and in which lane each is drawn. Pure. */
import type { Order, TimelineEvent } from '../../results/schema.ts';
import { mostAtOnce, type Span } from '../shape/overlap.ts';

/** The digits of a time in ms that are kept: microseconds. */
const DIGITS = 3;

export const rounded = (ms: number): number => Number(ms.toFixed(DIGITS));

/** The same events, in the order in which they began, on a clock that is 0 at `zeroMs`: by default when the first began. */
export function fromZero(events: readonly TimelineEvent[], zeroMs?: number): TimelineEvent[] {
  const sorted = events.toSorted((one, other) => one.start_ms - other.start_ms);
  const zero = zeroMs ?? sorted[0]?.start_ms ?? 0;
  return sorted.map((event) => ({
    ...event,
    start_ms: rounded(event.start_ms - zero),
    end_ms: rounded(event.end_ms - zero),
  }));
}

/**
 * A lane for each span, from 1 on: the lowest that is free when it begins. So there are as many lanes as there are spans at
 * once (interval partitioning: Kleinberg and Tardos, Algorithm Design, 4.1).
 * @param spans in the order in which they began.
 */
export function lanesOf(spans: readonly Span[]): number[] {
  const ends: number[] = [];
  return spans.map(({ from, until }) => {
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = until;
    return lane + 1;
  });
}

/** How these events follow each other, in numbers. */
export function orderOf(events: readonly TimelineEvent[]): { order: Order; at_once: number; ms: number } {
  const spans = events.map(({ start_ms, end_ms }): Span => ({ from: start_ms, until: end_ms }));
  const atOnce = mostAtOnce(spans);
  const ms =
    spans.length === 0 ? 0 : Math.max(...spans.map(({ until }) => until)) - Math.min(...spans.map(({ from }) => from));
  return { order: nameOf(spans.length, atOnce), at_once: atOnce, ms: rounded(ms) };
}

function nameOf(count: number, atOnce: number): Order {
  if (count <= 1) return 'single';
  if (atOnce === 1) return 'in-a-row';
  return atOnce === count ? 'at-once' : 'in-part';
}
