import { expect, test } from 'vitest';
import type { TuneWindow } from '../../results/tune.ts';
import { seededRandom } from '../../stats/random.ts';
import { normal } from '../../stats/simulation/noise.ts';
import { cellOf } from '../../tests/simulated/simulated-window.ts';
import {
  bestOf,
  contradict,
  isEquivalent,
  type Level,
  levelOf,
  noiseOf,
  servesFewer,
  standardOf,
} from './equivalent.ts';

const window = (p95_ms: number | null, more: Partial<TuneWindow> = {}) =>
  ({ p95_ms, sent: 300, completed: 300, ...more }) as TuneWindow;
const cell = (connections: number, ...p95s: number[]) =>
  cellOf(
    connections,
    p95s.map((p95) => window(p95)),
  );
const level = (more: Partial<Level> = {}): Level => ({
  connections: 10,
  windows: 1,
  p95Ms: 50,
  sent: 300,
  unserved: 0,
  ...more,
});

test('of several windows the least disturbed one counts', () => {
  expect(levelOf(cell(10, 40, 90)).p95Ms).toBe(40);
  expect(levelOf(cell(10, 51, 900, 50)).p95Ms).toBe(50);
  expect(() => levelOf(cell(10))).toThrow(RangeError);
});

test('an invalid window counts only where there is no other', () => {
  const invalid = window(400, { invalid: [{ rule: 'driver-late', detail: '' }] });
  expect(levelOf(cellOf(10, [invalid, window(50)])).p95Ms).toBeCloseTo(50, 9);
  expect(levelOf(cellOf(10, [invalid])).p95Ms).toBeCloseTo(400, 9);
  expect(contradict(cellOf(10, [invalid, window(50)]))).toBe(false);
  expect(contradict(cell(10, 400, 50))).toBe(true);
  expect(contradict(cell(10, 400, 50, 51))).toBe(false);
});

test('a setting that answered nothing is as good as none', () => {
  const dead = levelOf(cellOf(3, [window(null, { completed: 0 })]));
  expect(dead).toMatchObject({ p95Ms: Number.POSITIVE_INFINITY, unserved: 300 });
  expect(isEquivalent(dead, dead, 0.05)).toBe(false);
});

test('the noise of windows that agree by luck is not zero, and one bad pair does not make all equivalent', () => {
  expect(noiseOf([cell(10, 50, 50)], 50)).toBeGreaterThan(0.05);
  expect(noiseOf([cell(10, 50, 150)], 50)).toBe(0.12);
  expect(noiseOf([cell(10, 50, 51, 150)], 50)).toBeLessThan(0.11);
  expect(noiseOf([], 50)).toBeLessThan(0.1);
});

test('a millisecond is noise, whatever the share', () => {
  expect(noiseOf([cell(1, 2, 2)], 2)).toBe(0.5);
});

test('a setting that was measured twice is equivalent to itself in more than 9 of 10 cases', () => {
  const random = seededRandom(4);
  const p95 = () => 50 * Math.exp(0.04 * (normal(random, 1)[0] ?? 0));
  let equivalent = 0;
  for (let run = 0; run < 1_000; run++) {
    const noise = noiseOf([cell(30, p95(), p95(), p95()), cell(10, p95(), p95())], 50);
    const twice = () => levelOf(cell(10, p95(), p95()));
    if (isEquivalent(twice(), twice(), noise)) equivalent++;
  }
  expect(equivalent / 1_000).toBeGreaterThan(0.9);
  expect(equivalent / 1_000).toBeLessThan(0.999);
});

test('the largest is the best, unless a smaller one is better beyond the noise', () => {
  const [small, middle, large] = [
    level({ connections: 5, p95Ms: 47 }),
    level({ p95Ms: 49 }),
    level({ connections: 30 }),
  ];
  expect(bestOf([small, middle, large], 0.1)).toBe(large);
  expect(bestOf([{ ...small, p95Ms: 40 }, middle, large], 0.1)).toMatchObject({ connections: 5 });
  expect(() => bestOf([], 0.1)).toThrow(RangeError);
});

test('a lucky pair of the best does not make others worse: those level with it are averaged', () => {
  const cells = [cell(30, 49, 49), cell(10, 50, 50), cell(12, 50, 50), cell(4, 90)];
  const { best } = standardOf(cells);
  expect(best.connections).toBe(30);
  expect(best.p95Ms).toBeCloseTo(49.7, 1);
});

test.for([
  [0, 0, false],
  [4, 0, false],
  [5, 0, true],
  [30, 25, false],
  [60, 25, true],
  [300, 0, true],
] as const)('%d unserved of 300, against %d: fewer served is %s', ([unserved, others, fewer]) => {
  expect(servesFewer(level({ unserved }), level({ unserved: others }))).toBe(fewer);
  expect(isEquivalent(level({ unserved }), level({ unserved: others }), 0.05)).toBe(!fewer);
});

test('what was sent counts: as many of twice as many are not more', () => {
  expect(servesFewer(level({ unserved: 8, sent: 600 }), level({ unserved: 4 }))).toBe(false);
});
