/** Growth of memory per 1,000 requests, of made-up services whose leak is known. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excessGrowth, GROWTH_RULE, growthOf, growthThreshold, type MemoryReading } from './growth.ts';

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

describe('what head grows more than base', () => {
  test('counts in full where one of them does not grow', () => {
    expect(excessGrowth(0, 5 * MB)).toBe(5 * MB);
    expect(excessGrowth(-MB, 5 * MB)).toBe(6 * MB);
    expect(excessGrowth(5 * MB, 0)).toBe(-5 * MB);
  });

  test('says nothing where both do and one of them a little more', () => {
    expect(excessGrowth(20 * MB, 22 * MB)).toBe(0);
    expect(excessGrowth(20 * MB, 40 * MB)).toBe(15 * MB);
  });

  test('is the same in either direction', () => {
    const growth = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(growth, growth, (base, head) => {
        expect(excessGrowth(base, head)).toBeCloseTo(-excessGrowth(head, base), 6);
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
