/** What every pattern promises to the rest of the harness, and to the contract's bounds. */
import { describe, expect, test } from 'vitest';
import { PATTERNS, type PatternName, PROFILES, STACKS } from '../results/schema.ts';
import { studentTQuantile } from '../stats/student-t.ts';
import { badInputs } from './bad-inputs.ts';
import { patterns } from './index.ts';
import { variantsOf } from './pattern.ts';
import { profiles } from './profiles.ts';

describe.each(PATTERNS)('%s', (name) => {
  const pattern = patterns[name];
  const metrics = pattern.metrics.map(({ id }) => id);

  test('has its own name, and starts from before', () => {
    expect(pattern.name).toBe(name);
    expect(pattern.variants[0]).toBe('before');
    for (const stack of STACKS) {
      const all = variantsOf(pattern, stack);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  test('claims, gains and limits speak of its own metrics', () => {
    const named = [...pattern.claims, ...pattern.gains].map(({ metric }) => metric);
    const limited = [pattern.limits, ...Object.values(pattern.ownLimits ?? {})].flatMap(Object.keys);
    expect([...named, ...limited].filter((metric) => !metrics.includes(metric))).toEqual([]);
    expect(pattern.variants).toEqual(expect.arrayContaining(Object.keys(pattern.ownLimits ?? {})));
    expect(new Set(metrics).size).toBe(metrics.length);
  });

  test('a claimed gain is the claimed before over the claimed after', () => {
    for (const { before, after, gain } of pattern.claims) {
      if (before === null || after === null || gain === null) continue;
      expect(before / after / gain).toBeCloseTo(1, 1);
    }
  });

  test('asks every variant the same, so that the answers can be compared', () => {
    const [first, ...others] = STACKS.flatMap((stack) => variantsOf(pattern, stack)).map((variant) =>
      pattern.checks(variant).map(({ method, path, body }) => ({
        method,
        path: path.replace(`/${variant}`, '/*'),
        body,
      })),
    );
    expect(first?.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  test.each(PROFILES)(
    'says in the %s profile what it runs, how its limits are found and how long it takes',
    (profile) => {
      const { sizes } = profiles[profile];
      expect(pattern.workload(sizes)).toMatch(/\.$/);
      for (const limits of [pattern.limits, ...Object.values(pattern.ownLimits ?? {})]) {
        for (const how of Object.values(limits)) expect(how(sizes).length).toBeGreaterThan(10);
      }
      for (const phase of pattern.phases) {
        for (const variant of pattern.variants) {
          expect(phase.expectedMs(variant, sizes)).toBeGreaterThan(0);
          expect(phase.trialsPerBlock(variant) % 1).toBe(0);
          expect(phase.trialsPerBlock(variant)).toBeGreaterThan(0);
        }
      }
    },
  );

  test('has bad inputs of its own', () => {
    expect(badInputs.filter((input) => input.pattern === name).length).toBeGreaterThan(2);
  });
});

test('names of bad inputs are unique within a pattern', () => {
  const names = badInputs.map(({ pattern, name, path }) => `${pattern} ${name} ${path}`);
  expect(new Set(names).size).toBe(names.length);
});

test.each(PROFILES)('the sizes of %s are within the bounds of the contract', (profile) => {
  const { sizes, blocks } = profiles[profile];
  expect(blocks).toBeGreaterThanOrEqual(1);
  for (const ms of [sizes.user_ms, sizes.orders_ms, sizes.reviews_ms]) {
    expect(Number.isInteger(ms)).toBe(true);
    expect(ms).toBeLessThanOrEqual(5_000);
  }
  expect(sizes.users).toBeLessThanOrEqual(5_000);
  // Enough that the last line of a file can be padded to the exact size.
  expect(sizes.file_bytes).toBeGreaterThan(1_000);
});

test('five blocks of one report tell more of what is chance than three blocks of three, however it comes about', () => {
  const { blocks, fewerBlocks } = profiles.quick;
  const block = (of: PatternName) => fewerBlocks?.[of] ?? blocks;
  expect(PATTERNS.map(block)).toEqual(PATTERNS.map((name) => (name === 'workers' ? 5 : 3)));
  // Half the width of an interval, for a block whose spread is that of one report.
  const width = (n: number) => studentTQuantile(0.975, n - 1) / Math.sqrt(n);
  // All spread lies within the blocks, so that three reports in a block divide it, or all lies between them.
  expect(width(5) / (width(3) / Math.sqrt(3))).toBeLessThan(0.95);
  expect(width(5) / width(3)).toBeLessThan(0.55);
});

test("the original profile has the original document's sizes", () => {
  expect(profiles.original.sizes).toMatchObject({
    user_ms: 500,
    orders_ms: 600,
    reviews_ms: 400,
    file_bytes: 1e9,
    report_ms: 3_000,
    users: 1_000,
    rtt_ms: 20,
  });
  const { call_base_ms, call_per_item_ms } = profiles.original.sizes;
  expect(call_base_ms + call_per_item_ms).toBeCloseTo(50, 10);
  expect(call_base_ms + 100 * call_per_item_ms).toBeCloseTo(250, 0);
});
