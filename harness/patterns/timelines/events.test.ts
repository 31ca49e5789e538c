import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimelineEvent } from '../../results/schema.ts';
import { mostAtOnce, type Span } from '../shape/overlap.ts';
import { fromZero, lanesOf, orderOf } from './events.ts';

const event = (start_ms: number, end_ms: number): TimelineEvent => ({ kind: 'query', lane: 1, start_ms, end_ms });

test.each([
  ['one', [event(0, 5)], { order: 'single', at_once: 1, ms: 5 }],
  ['one after the other', [event(0, 5), event(5, 9), event(10, 12)], { order: 'in-a-row', at_once: 1, ms: 12 }],
  ['all at once', [event(0, 5), event(1, 9), event(4, 6)], { order: 'at-once', at_once: 3, ms: 9 }],
  ['some at once', [event(1, 5), event(2, 9), event(9, 10)], { order: 'in-part', at_once: 2, ms: 9 }],
  ['nothing', [], { order: 'single', at_once: 0, ms: 0 }],
])('%s', (_, events, expected) => {
  expect(orderOf(events)).toEqual(expected);
});

test('the clock begins with the first event, or when it is said, and counts microseconds', () => {
  const events = [event(107.00049, 109), event(105.5, 106)];
  expect(fromZero(events)).toEqual([event(0, 0.5), event(1.5, 3.5)]);
  expect(fromZero(events, 100)).toEqual([event(5.5, 6), event(7, 9)]);
  expect(fromZero([])).toEqual([]);
});

test('no two spans of a lane overlap, and there are no more lanes than spans at once', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }))
    .map(([from, length]): Span => ({ from, until: from + length }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (all) => {
      const spans = all.toSorted((one, other) => one.from - other.from);
      const lanes = lanesOf(spans);
      expect(Math.max(0, ...lanes)).toBe(mostAtOnce(spans));
      for (const lane of lanes) expect(mostAtOnce(spans.filter((_, at) => lanes[at] === lane))).toBe(1);
    }),
  );
});
