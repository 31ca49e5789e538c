import { expect, test } from 'vitest';
import type { Arrival } from '../../load/open-loop.ts';
import { lightTimeline } from './workers.ts';

/** A request that left on time. */
const arrival = (intendedMs: number, settledMs: number, answered = true): Arrival => ({
  intendedMs,
  sentMs: intendedMs,
  settledMs,
  answeredMs: answered ? settledMs : undefined,
  problem: answered ? undefined : 'timeout',
});
const REPORT = { from: 1_000, until: 1_100 };
/** Requests every 10 ms, from before the report until after it. */
const due = Array.from({ length: 21 }, (_, n) => 930 + 10 * n);

test('behind a report in the loop every request waits until it is over', () => {
  const arrivals = due.map((at) => arrival(at, at >= 1_000 && at < 1_100 ? 1_101 : at + 1));
  const { events, series, facts } = lightTimeline(arrivals, REPORT);
  expect(events).toEqual([
    { kind: 'report', lane: 1, start_ms: 50, end_ms: 150 },
    { kind: 'stall', lane: 2, start_ms: 50, end_ms: 150 },
  ]);
  expect(facts).toEqual({ about: 'light-requests', requests: 10, worst_ms: 101, stall_ms: 100, report_ms: 100 });
  // The first ones were due before the picture begins.
  expect(series[0]?.samples).toHaveLength(19);
  expect(series[0]?.samples.slice(0, 8)).toContainEqual({ t_ms: 50, value: 101 });
});

test('beside a report elsewhere the longest time without an answer is between two requests', () => {
  const { events, facts } = lightTimeline(
    due.map((at) => arrival(at, at === 1_050 ? at + 7 : at + 1)),
    REPORT,
  );
  expect(facts).toEqual({ about: 'light-requests', requests: 10, worst_ms: 7, stall_ms: 16, report_ms: 100 });
  expect(events[1]).toEqual({ kind: 'stall', lane: 2, start_ms: 91, end_ms: 107 });
});

test('a request without an answer is none that was answered', () => {
  const { facts, series } = lightTimeline([arrival(1_010, 1_090, false), arrival(1_020, 1_022)], REPORT);
  expect(facts).toMatchObject({ requests: 1, worst_ms: 2, stall_ms: 78 });
  expect(series[0]?.samples).toHaveLength(1);
});

test('a report during which nobody was answered stalls as a whole', () => {
  expect(lightTimeline([], REPORT).facts).toMatchObject({ requests: 0, worst_ms: 0, stall_ms: 100 });
});
