import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { boundariesOf, changeP, closeLooks, decide, planLooks, singleLook } from './sequential.ts';
import { normal } from './simulation/noise.ts';

const DELTA = 0.03;
const looks = planLooks(17, 12);
const boundaries = boundariesOf(looks);
const errors = normal(seededRandom(2), 40);
const blocks = (change: number, sd: number, n = 17) =>
  errors.slice(0, n).map((error) => Math.log1p(change) + sd * error);

describe('the looks', () => {
  test('end with the last block, and may decide ever more easily', () => {
    expect(looks.map((look) => look.blocks)).toEqual([4, 5, 6, 8, 10, 13, 17]);
    expect(planLooks(40, 1).at(-1)?.blocks).toBe(40);
    expect(planLooks(3, 1)).toEqual([]);
    const levels = looks.map(({ change }) => change);
    expect(levels).toEqual(levels.toSorted((one, other) => one - other));
    expect(looks.at(-1)?.change).toBeLessThan(0.0025 / 12);
  });
  test('of more cells are stricter, of fewer than five as of five', () => {
    const last = (cells: number) => planLooks(17, cells).at(-1)?.change as number;
    expect(last(12)).toBeLessThan(last(5));
    expect(last(1)).toBe(last(5));
  });
  test('of a diff that ends early spend the rest at its end, and those before it stay as they were', () => {
    const closed = closeLooks(17, 12, 11);
    expect(closed.map((look) => look.blocks)).toEqual([4, 5, 6, 8, 10, 11]);
    expect(closed.slice(0, -1)).toEqual(looks.slice(0, 5));
    expect(closed.at(-1)?.change).toBeGreaterThan(looks[5]?.change as number);
    expect(closed.at(-1)?.change).toBeLessThan(0.0025 / 12);
    expect(closeLooks(17, 12, 17)).toEqual(looks);
  });
  test('a single one has the whole level', () => {
    expect(singleLook(7, 10)).toEqual([{ blocks: 7, change: 0.00025, same: 0.05 }]);
    expect(singleLook(3, 10)).toEqual([]);
  });
});

describe('a cell', () => {
  test('that became much slower is decided early, and one that became faster likewise', () => {
    expect(decide(blocks(0.1, 0.01), boundaries, DELTA)).toMatchObject({ verdict: 'regression' });
    expect(decide(blocks(0.1, 0.01), boundaries, DELTA)?.blocks).toBeLessThanOrEqual(6);
    expect(decide(blocks(-0.1, 0.01), boundaries, DELTA)).toMatchObject({ verdict: 'improvement' });
  });
  test('that stayed as it was is decided at the first look where it is quiet', () => {
    expect(decide(blocks(0, 0.002), boundaries, DELTA)).toEqual({ verdict: 'no change', blocks: 4 });
  });
  test('that spreads too much is not decided', () => {
    expect(decide(blocks(0.05, 0.3), boundaries, DELTA)).toBeNull();
  });
  test('with fewer blocks than the first look is not decided', () => {
    expect(decide(blocks(0.5, 0.001, 3), boundaries, DELTA)).toBeNull();
  });
  test('that is surely slower by less than the threshold is no regression', () => {
    expect(decide(blocks(0.02, 0.0005), boundaries, DELTA)?.verdict).toBe('no change');
  });
  test('that was slower in one half of its blocks alone is no regression', () => {
    const stepped = errors.slice(0, 17).map((error, block) => 0.001 * error + (block < 8 ? 0.02 : 0.1));
    expect(decide(stepped, boundariesOf([{ blocks: 17, change: 0.01, same: 0.05 }]), DELTA)).toBeNull();
  });
  test('whose neighbours are correlated is less surprising', () => {
    const drifting = Array.from({ length: 17 }, (_, block) => 0.03 + 0.003 * block);
    const mixed = drifting.map((_, block) => drifting[(5 * block) % 17] as number);
    expect(changeP(drifting)).toBeGreaterThan(10 * changeP(mixed));
  });
});

test('whatever follows a decision does not change it, and the mirrored cell has the mirrored one', () => {
  const mirrored = { regression: 'improvement', improvement: 'regression', 'no change': 'no change' } as const;
  const cell = fc.record({
    change: fc.double({ min: -0.15, max: 0.15, noNaN: true }),
    sd: fc.double({ min: 0.001, max: 0.06, noNaN: true }),
    seed: fc.nat(1e6),
  });
  fc.assert(
    fc.property(cell, ({ change, sd, seed }) => {
      const changes = normal(seededRandom(seed), 17).map((error) => change + sd * error);
      const decided = decide(changes, boundaries, DELTA);
      if (decided === null) return;
      expect(decide(changes.slice(0, decided.blocks), boundaries, DELTA)).toEqual(decided);
      expect(
        decide(
          changes.map((one) => -one),
          boundaries,
          DELTA,
        ),
      ).toEqual({
        ...decided,
        verdict: mirrored[decided.verdict],
      });
    }),
  );
});
