/** Growth of memory per 1,000 requests, of made-up services whose leak is known. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideFixedBy, fixedLook } from './fixed-sample.ts';
import { GROWTH_RULE, growthMargin, growthOf, growthRule, growthThreshold, type MemoryReading } from './growth.ts';
import { seededRandom } from './random.ts';
import { boundariesOf, decideBy, planLooks } from './sequential.ts';
import { normal } from './simulation/noise.ts';

const MB = 1e6;
/** A window of so many requests, eight of them in a block. */
const WINDOW = 300;
const WINDOWS = 8;

/** @param bytesAt the memory after so many requests. */
const readings = (bytesAt: (served: number) => number): MemoryReading[] =>
  Array.from({ length: WINDOWS }, (_, window) => {
    const served = (window + 1) * WINDOW;
    return { served, rssBytes: bytesAt(served) };
  });

describe('the growth of a block', () => {
  test('is what each request leaves behind', () => {
    expect(growthOf(readings((served) => 60 * MB + served * 32_768))).toBeCloseTo(32.768 * MB, 0);
    expect(growthOf(readings(() => 60 * MB))).toBe(0);
  });

  test('is not what a heap takes until it has found its size', () => {
    const warming = readings((served) => 60 * MB + 20 * MB * (1 - Math.exp(-served / 200)));
    expect(growthOf(warming)).toBeLessThan(growthThreshold((WINDOWS / 2) * WINDOW) * 2);
  });

  test('is not the tooth of a saw on which a window happens to end', () => {
    // Garbage of 8 MB, collected every 500 requests: the last reading alone lies 4 MB above the first one.
    const teeth = readings((served) => 60 * MB + 16_000 * (served % 500));
    const perRequest = (growthOf(teeth) as number) / GROWTH_RULE.per;
    expect(Math.abs(perRequest)).toBeLessThan(16_000 / 4);
  });

  test('needs readings of both halves', () => {
    const all = readings((served) => served * 1_000);
    expect(growthOf(all.slice(0, GROWTH_RULE.readings))).toBeCloseTo(MB);
    expect(growthOf(all.slice(0, GROWTH_RULE.readings - 1))).toBeUndefined();
    expect(growthOf(all.map((one) => ({ ...one, served: WINDOW })))).toBeUndefined();
  });

  test('does not depend on the order of the readings', () => {
    const all = readings((served) => 40 * MB + served * 5_000);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(growthOf(shuffled)).toBe(growthOf(all));
      }),
    );
  });
});

test('few requests must leave more behind than many, to be told from a step of the allocator', () => {
  expect(growthThreshold(100_000)).toBe(GROWTH_RULE.leastBytes);
  expect(growthThreshold(100)).toBe(10 * GROWTH_RULE.stepBytes);
});

describe('the smallest difference that matters', () => {
  const pairs = (...blocks: [base: number, head: number][]) => blocks.map(([base, head]) => ({ base, head }));
  const margin = (...blocks: [base: number, head: number][]) => growthMargin(pairs(...blocks), MB);

  test('is the least one where one of them does not grow', () => {
    expect(margin([0, 5 * MB])).toBe(MB);
    expect(margin([-MB, 5 * MB])).toBe(MB);
    expect(margin([5 * MB, -3 * MB])).toBe(MB);
  });

  test('is a quarter of what both grow by', () => {
    expect(margin([20 * MB, 40 * MB])).toBe(5 * MB);
    expect(margin([40 * MB, 20 * MB])).toBe(5 * MB);
  });

  test('is not that of the blocks in which a heap that comes and goes happens to grow', () => {
    expect(margin([40 * MB, 42 * MB], [-40 * MB, -38 * MB])).toBe(MB);
  });
});

describe('blocks are decided', () => {
  const looks = planLooks(8, 1);
  const boundaries = boundariesOf(looks);
  const spread = normal(seededRandom(3), 16);
  /** Eight blocks in which either side grows by so much, give or take. */
  const decide = (base: number, head: number, sd = 0.3 * MB) =>
    decideBy(
      Array.from({ length: 8 }, (_, block) => {
        return { base: base + sd * (spread[2 * block] as number), head: head + sd * (spread[2 * block + 1] as number) };
      }),
      boundaries,
      growthRule(MB),
    )?.verdict;

  test('by the least difference where they have nothing in common', () => {
    expect(decide(0, 6 * MB)).toBe('regression');
    expect(decide(6 * MB, 0)).toBe('improvement');
    expect(decide(0, 0)).toBe('no change');
  });

  test('by a quarter of what both grow by', () => {
    expect(decide(20 * MB, 22 * MB)).toBe('no change');
    expect(decide(22 * MB, 20 * MB)).toBe('no change');
    expect(decide(20 * MB, 32 * MB)).toBe('regression');
  });

  test('not as unchanged where it is not certain that both grow so much', () => {
    expect(decide(20 * MB, 22 * MB, 8 * MB)).toBeUndefined();
  });

  test('of several machines by what both grow by in all of their blocks', () => {
    const machines = (base: number, head: number) =>
      [0, 1, 2].map((machine) =>
        [0, 1, 2, 3].map((block) => {
          const error = 0.3 * MB * (spread[4 * machine + block] as number);
          return { base: base + error, head: head - error };
        }),
      );
    const decideShares = (base: number, head: number) =>
      decideFixedBy(machines(base, head), fixedLook(12, 1), growthRule(MB)).verdict;
    expect(decideShares(20 * MB, 22 * MB)).toBe('no change');
    expect(decideShares(20 * MB, 32 * MB)).toBe('regression');
    expect(decideShares(0, 6 * MB)).toBe('regression');
    expect(decideShares(6 * MB, 0)).toBe('improvement');
  });

  test('the same in either direction', () => {
    const mirrored = { regression: 'improvement', improvement: 'regression', 'no change': 'no change' } as const;
    const growth = fc.double({ min: -50 * MB, max: 50 * MB, noNaN: true });
    const blocks = fc.array(fc.record({ base: growth, head: growth }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(blocks, (pairs) => {
        const verdict = decideBy(pairs, boundaries, growthRule(MB))?.verdict;
        const turned = pairs.map(({ base, head }) => ({ base: head, head: base }));
        expect(decideBy(turned, boundaries, growthRule(MB))?.verdict).toBe(verdict && mirrored[verdict]);
      }),
    );
  });
});

test('the page says what the rule is', () => {
  const page = readFileSync(new URL('../docs/diff-own-service.md', import.meta.url), 'utf8');
  const { per, leastBytes, stepBytes, ofBoth } = GROWTH_RULE;
  expect(page).toContain(`is ${leastBytes / MB} MB per ${per.toLocaleString('en-US')} requests`);
  expect(page).toContain(`makes the service ${stepBytes / MB} MB larger`);
  expect(ofBoth).toBe(1 / 4);
  expect(page).toContain('only from a quarter of what both grow by on');
});
