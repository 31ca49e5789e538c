import { expect, test } from 'vitest';
import type { TuneCell, TuneWindow } from '../../results/tune.ts';
import { countSearches } from '../../tests/simulated/simulated-search.ts';
import { cellOf } from '../../tests/simulated/simulated-window.ts';
import { MOST_WINDOWS, nextStep, type SearchResult } from './next-setting.ts';

/** p95 by connections, without noise; and how many are in use, all unless said otherwise. */
type Service = (connections: number) => number | { p95_ms: number | null; in_use_max?: number; completed?: number };

function search(service: Service, { ceiling = 96, predicted = 10, inUse = 5, floor = 1 } = {}) {
  const cells = new Map<number, TuneCell>();
  const path: number[] = [];
  for (;;) {
    const step = nextStep({
      prediction: { in_use: inUse, connections: predicted },
      ceiling,
      floor,
      measured: [...cells.values()],
    });
    if ('done' in step) return { ...step.done, path };
    const seen = service(step.measure);
    const window = {
      sent: 300,
      completed: 300,
      in_use_max: step.measure,
      ...(typeof seen === 'number' ? { p95_ms: seen } : seen),
    };
    path.push(step.measure);
    expect(path.length).toBeLessThanOrEqual(MOST_WINDOWS);
    cells.set(step.measure, cellOf(step.measure, [...(cells.get(step.measure)?.windows ?? []), window as TuneWindow]));
  }
}

const kneeAt = (knee: number) => (connections: number) => ({
  p95_ms: connections >= knee ? 50 : 50 * (knee / connections) ** 3,
  in_use_max: Math.min(connections, knee),
});
const found = ({ connections, ending }: SearchResult) => [connections, ending];

test('the prediction is right: the ample setting twice, and the one below', () => {
  const { path, ...result } = search(kneeAt(10));
  expect(path).toEqual([10, 30, 30, 9]);
  expect(found(result)).toEqual([10, 'smallest']);
  expect(result.windows).toBe(4);
});

test.for([1, 2, 4, 7, 8, 12, 15, 20, 29])('it walks from 10 to %d', (knee) => {
  expect(found(search(kneeAt(knee), { inUse: Math.min(5, knee) }))).toEqual([knee, 'smallest']);
});

test.for([33, 50, 70, 90])('more than the ample setting: twice as many, then back to %d', (knee) => {
  const result = search(kneeAt(knee));
  expect(Math.abs(result.connections - knee)).toBeLessThanOrEqual(Math.max(2, 0.1 * knee));
});

test('fewer are better where the database is busy: the best moves down', () => {
  expect(found(search((connections) => 20 + 5 * connections, { inUse: 0.5 }))).toEqual([1, 'smallest']);
  const valley = (connections: number) => 50 + 8 * Math.abs(connections - 4);
  expect(search(valley).connections).toBeGreaterThanOrEqual(3);
  expect(search(valley).connections).toBeLessThanOrEqual(5);
});

test('a disturbed window is found out by the next of the same setting', () => {
  let disturbance = 0;
  const disturbed = (connections: number) =>
    connections === 10 && disturbance++ === 0 ? { p95_ms: 400 } : kneeAt(10)(connections);
  expect(found(search(disturbed))).toEqual([10, 'smallest']);
});

test('two windows out of three may be disturbed', () => {
  const before = new Map<number, number>();
  const disturbed = (connections: number) => {
    const windows = (before.get(connections) ?? 0) + 1;
    before.set(connections, windows);
    const { p95_ms, in_use_max } = kneeAt(10)(connections);
    return { p95_ms: connections >= 10 && windows < 3 ? 1.7 * p95_ms : p95_ms, in_use_max };
  };
  expect(Math.abs(search(disturbed).connections - 10)).toBeLessThanOrEqual(2);
});

test('the ceiling is reached while more would be better', () => {
  const result = search(kneeAt(30), { ceiling: 16 });
  expect(found(result)).toEqual([16, 'ceiling']);
  expect(Math.max(...result.path)).toBe(16);
});

test('the ceiling is no limit when it is not used up', () => {
  const idle = (connections: number) => ({ p95_ms: 50 - connections, in_use_max: 6 });
  expect(search(idle, { ceiling: 16 }).ending).not.toBe('ceiling');
});

test('a budget of one leaves nothing to search', () => {
  const { path, ...result } = search(() => 900, { ceiling: 1 });
  expect(path).toEqual([1, 1]);
  expect(result.connections).toBe(1);
});

test.for([2, 4, 10, 13])(
  'with a floor of %d nothing below it is tried, and the floor itself may be the answer',
  (floor) => {
    const { path, ...result } = search(kneeAt(1), { floor, inUse: 0.5 });
    expect(Math.min(...path)).toBe(floor);
    expect(found(result)).toEqual([floor, 'smallest']);
  },
);

test('nothing is served, whatever the setting: the search ends', () => {
  const { ending, path } = search(() => ({ p95_ms: null, completed: 0 }));
  expect(ending).toBe('nothing-served');
  expect(path).toHaveLength(3);
});

test('requests that go unserved are worse than slow ones', () => {
  const refusing = (connections: number) => ({ p95_ms: 50, completed: connections >= 8 ? 300 : 280 });
  expect(found(search(refusing))).toEqual([8, 'smallest']);
});

test('no ceiling below one', () => {
  expect(() => search(kneeAt(3), { ceiling: 0 })).toThrow(RangeError);
});

/** What README.md says, on fewer searches; `make bench-search` makes the table. */
test.for(['cpu', 'slow', 'hold', 'mix'] as const)(
  '%s at 100/s: within 2 connections, in 9 windows on average',
  (workload) => {
    const one = { workload, ratePerS: 100, arrivals: 'poisson', noise: 0.03, disturbed: 0.05 } as const;
    const { searches, near, windows } = countSearches(one, [1, 2, 3, 4, 5]);
    expect(near).toBeGreaterThanOrEqual(searches - 1);
    expect(windows / searches).toBeLessThan(9.5);
  },
);
