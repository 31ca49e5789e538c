import { expect, test } from 'vitest';
import type { TuneCell, TuneWindow } from '../results/tune.ts';
import type { KeptTune } from './bench-tune-kept.ts';
import { ladderAround } from './bench-tune-ladder.ts';
import { distance, smallestEquivalent, tuneTable } from './bench-tune-table.ts';

const cell = (connections: number, ...p95s: number[]): TuneCell => ({
  setting: { size: connections, overflow: 0, timeout_ms: 5_000 },
  windows: p95s.map((p95_ms) => ({ p95_ms, sent: 500, completed: 500 }) as TuneWindow),
});
const kept = (more: Partial<KeptTune> = {}): KeptTune => ({
  stack: 'node',
  form: 'async',
  workload: 'hold',
  seed: 1,
  rate_per_s: 100,
  at: '2026-11-23T10:00:00.000Z',
  commit: '0123456789ab',
  machine: 'a CPU, 2 cores',
  ms: 90_000,
  recommended: 9,
  predicted: 10,
  bottleneck: 'held-transaction',
  ladder: [cell(4, 900), cell(6, 120), cell(8, 62), cell(9, 61.5), cell(11, 60), cell(16, 59)],
  best: cell(16, 60, 61, 60),
  ...more,
});

test('the smallest setting within the noise floor of the best one, measured anew', () => {
  expect(smallestEquivalent(kept())).toBe(8);
  expect(distance(kept())).toBe(1);
  expect(distance(kept({ recommended: 6 }))).toBe(-2);
});

test('a lucky window of the best does not make the others worse: its fresh windows count', () => {
  expect(smallestEquivalent(kept({ ladder: [cell(8, 62), cell(16, 40)] }))).toBe(8);
});

test('the table tells what is met, and names what is not', () => {
  expect(tuneTable([kept()])).toContain('Met: 1 of 1 within 2 connections');
  const missed = tuneTable([kept(), kept({ stack: 'python', recommended: 16, ms: 130_000 })]);
  expect(missed).toContain('MISSED: 1 of 2 within 2 connections');
  expect(missed).toContain('not hold python async 1');
  expect(missed).toContain('MISSED: 1 of 2 in at most 120 s');
  expect(missed).toContain('+8');
});

test('beside an earlier commit the time of all services together counts', () => {
  const earlier = (ms: number) => ({ commit: '9a97633', ms, recommended: 9 });
  const pairs = [kept({ ms: 60_000, earlier: earlier(120_000) }), kept({ ms: 80_000, earlier: earlier(100_000) })];
  expect(tuneTable(pairs)).toContain('Met: 0.64 × the time of 9a97633, over 2 services');
  expect(tuneTable(pairs.slice(1))).toContain('MISSED: 0.80 × the time of 9a97633, over 1 services');
  expect(tuneTable([kept()])).not.toContain('the time of');
});

test('without a recommendation nothing is off, and the target is missed', () => {
  expect(tuneTable([kept({ recommended: null })])).toContain('MISSED: 0 of 1 within');
});

test('the ladder has every setting next to the recommendation, and none above the ceiling', () => {
  expect(ladderAround(3, 6)).toEqual({ far: [], near: [1, 2, 3, 4, 5, 6] });
  expect(ladderAround(30, 97)).toEqual({
    far: [1, 2, 4, 8, 16, 64],
    near: [26, 27, 28, 29, 30, 31, 32, 33, 34],
  });
});
