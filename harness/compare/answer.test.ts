import { expect, test } from 'vitest';
import type { Answer, PatternName, Results } from '../results/schema.ts';
import { golden, goldenFailure, goldenPartial } from '../tests/golden/golden.ts';
import { judged } from './judge.ts';

const answerOf = (results: Results): Answer => judged(results).verdicts.answer ?? { stacks: [], own_times: [] };
const inNode = (results: Results) => answerOf(results).stacks.find(({ stack }) => stack === 'node');

/** The golden run with another interval of one headline in Node. */
function withGain(name: PatternName, gain: { value: number; low: number | null; high: number | null }): Results {
  const results = golden();
  const pattern = results.patterns.find((one) => one.pattern === name);
  const found = pattern?.stacks.node?.gains.find(({ metric }) => metric === pattern.headline);
  Object.assign(found?.estimate ?? {}, gain);
  return results;
}

test('the largest gain stands alone where its interval does', () => {
  expect(inNode(golden())?.largest).toEqual(['batching']);
});

test('a gain whose interval reaches into that of the largest stands beside it', () => {
  expect(inNode(withGain('workers', { value: 15, low: 10, high: 21 }))?.largest).toEqual(['batching', 'workers']);
});

test('a larger gain without an interval leaves no largest, a smaller one does not matter', () => {
  expect(inNode(withGain('workers', { value: 90, low: null, high: null }))?.largest).toEqual([]);
  expect(inNode(withGain('workers', { value: 3, low: null, high: null }))?.largest).toEqual(['batching']);
});

test('without intervals none is the largest, and a loss never is', () => {
  expect(inNode(goldenPartial())?.largest).toEqual([]);
  expect(inNode(withGain('batching', { value: 24, low: 0.9, high: 600 }))?.largest).toEqual(['workers']);
});

test('claims are counted as far as they were judged', () => {
  expect(inNode(golden())).toMatchObject({ claims: 5, claims_hold: 3 });
  expect(inNode(goldenFailure())).toMatchObject({ claims: 4, claims_hold: 3 });
  expect(inNode(goldenPartial())).toMatchObject({ claims: 0, claims_hold: 0 });
});

test('the time of the work itself is told apart from the headline, by its gain or by the intervals', () => {
  const times = answerOf(golden()).own_times.map(({ pattern, stack, effect }) => [pattern, stack, effect]);
  expect(times).toEqual([
    ['streaming', 'node', 'none-shown'],
    ['streaming', 'python', 'better'],
    ['workers', 'node', 'worse'],
    ['workers', 'python', 'worse'],
  ]);
});
