import { describe, expect, test } from 'vitest';
import type { Sample } from '../results/schema.ts';
import { growingHeader, growingSamples } from '../tests/simulated/simulated-growth.ts';
import { worthRepeating } from './worth-repeating.ts';

const header = growingHeader();
const busy = { rule: 'foreign-cpu', cpu_share: 0.9, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 } as const;
const wrong = { rule: 'wrong-answer', wrong: 3, requests: 300 } as const;
const [trial] = growingSamples({ blocks: 1 }) as [Sample];
const disturbed: Sample = { ...trial, invalid: [busy] };

/** A block of which every so-manieth trial was disturbed. */
const blockWith = (every: number): Sample[] =>
  growingSamples({ blocks: 1 }).map((sample, at) => (at % every === 0 ? { ...sample, invalid: [busy] } : sample));

describe('a disturbed trial is worth a second attempt', () => {
  test.each<[string, boolean, Sample[]]>([
    ['in the first block', true, []],
    ['while times will be judged', true, blockWith(8)],
    ['not where so many are disturbed that memory alone will be', false, blockWith(2)],
  ])('%s', (_, expected, before) => {
    expect(worthRepeating(header, before)([disturbed, trial])).toBe(expected);
  });

  test('where memory growth is not measured', () => {
    const { growth: _, ...service } = header.service as NonNullable<typeof header.service>;
    expect(worthRepeating({ service }, blockWith(2))([disturbed])).toBe(true);
    expect(worthRepeating({}, blockWith(2))([disturbed])).toBe(true);
  });

  test('where its requests failed, which says nothing of memory either', () => {
    expect(worthRepeating(header, blockWith(2))([{ ...trial, invalid: [busy, wrong] }])).toBe(true);
  });
});
