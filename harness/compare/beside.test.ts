import { describe, expect, test } from 'vitest';
import type { GainBeside } from '../results/beside.ts';
import type { Results } from '../results/schema.ts';
import { logMeanInterval } from '../stats/interval.ts';
import { golden, goldenPartial, goldenUpgraded } from '../tests/golden/golden.ts';
import { besideOf } from './beside.ts';

const BATCHING = { pattern: 'batching', stack: 'node', variant: 'after', metric: 'time' };

const find = (gains: readonly GainBeside[], place = BATCHING) =>
  gains.find(
    ({ pattern, stack, variant, metric }) =>
      pattern === place.pattern && stack === place.stack && variant === place.variant && metric.id === place.metric,
  );

/** The results with other blocks behind one gain. */
function withGains(results: Results, blocks: number[], place = BATCHING): Results {
  const gain = results.patterns
    .find(({ pattern }) => pattern === place.pattern)
    ?.stacks.node?.gains.find(({ metric, variant }) => metric === place.metric && variant === place.variant);
  if (gain === undefined) throw new Error('the golden run lost a gain');
  gain.estimate = logMeanInterval(blocks, 0.95);
  return results;
}

describe('the gains of two runs', () => {
  test('differ where Welch says so of all together, with the ratio of the means', () => {
    const { gains, tested } = besideOf(goldenUpgraded(), golden(8));
    const batching = find(gains);
    expect(batching?.verdict).toBe('smaller');
    expect(batching?.gain.change?.value).toBeCloseTo(1 / 1.12, 1);
    expect(batching?.gain.change?.high).toBeLessThan(1);
    expect(batching?.moved).toEqual(['after']);
    expect(gains.filter(({ verdict }) => verdict === 'larger' || verdict === 'smaller')).toHaveLength(1);
    expect(tested).toBe(gains.length);
  });

  test('differ the other way round from the other side', () => {
    const [ours, theirs] = [besideOf(goldenUpgraded(), golden(8)), besideOf(golden(8), goldenUpgraded())];
    expect(find(theirs.gains)?.verdict).toBe('larger');
    expect(find(theirs.gains)?.gain.change?.low).toBeCloseTo(1 / (find(ours.gains)?.gain.change?.high ?? 0), 9);
  });

  test('that only their own interval sets apart are called so', () => {
    const here = withGains(golden(), [20, 20.6, 21.2]);
    const there = withGains(goldenUpgraded(), [22.1, 22.7, 23.3]);
    const batching = find(besideOf(here, there).gains);
    expect(batching?.gain.change?.high).toBeLessThan(1);
    expect(batching?.verdict).toBe('smaller-alone');
  });

  test('show no difference where the blocks of either run stray too far', () => {
    const here = withGains(golden(), [15, 20, 27]);
    const there = withGains(goldenUpgraded(), [22.6, 22.7, 22.8]);
    expect(find(besideOf(here, there).gains)?.verdict).toBe('none-shown');
  });

  test('have no interval below three blocks', () => {
    const here = withGains(golden(), [20, 21]);
    const batching = find(besideOf(here, goldenUpgraded()).gains);
    expect(batching?.verdict).toBe('no-interval');
    expect(batching?.gain.change).toMatchObject({ low: null, high: null });
  });

  test('that never strayed are the same', () => {
    const [one, other] = [golden(8), golden(8)];
    other.run.id = 'another';
    expect(new Set(besideOf(one, other).gains.map(({ verdict }) => verdict))).toEqual(new Set(['none-shown']));
    const constant = (results: Results) => withGains(results, [20, 20, 20]);
    expect(find(besideOf(constant(golden()), constant(goldenUpgraded())).gains)?.verdict).toBe('equal');
  });

  test('of a run that must not be trusted are not judged, and make no other gain harder to tell', () => {
    const here = goldenUpgraded();
    for (const gain of here.verdicts.gains)
      if (gain.pattern === 'parallel') Object.assign(gain, { trusted: false, distrust: ['control-moved'] });
    const { gains, tested } = besideOf(here, golden(8));
    const parallel = gains.filter(({ pattern }) => pattern === 'parallel');
    expect(parallel.map(({ verdict }) => verdict)).toEqual(['distrusted', 'distrusted']);
    expect(tested).toBe(gains.length - parallel.length);
    expect(parallel[0]?.distrust).toEqual({ here: ['control-moved'], there: [] });
  });

  test('that only one run has are said to be one-sided', () => {
    const { gains } = besideOf(goldenPartial(), golden(8));
    const streaming = find(gains, { ...BATCHING, pattern: 'streaming', metric: 'peak_rss' });
    expect(streaming?.verdict).toBe('one-sided');
    expect(gains.some(({ pattern }) => pattern === 'batching')).toBe(false);
  });

  test('within the product of both noise floors are within the noise', () => {
    const here = goldenUpgraded();
    const there = golden(8);
    for (const { verdicts } of [here, there])
      for (const gain of verdicts.gains) if (gain.noise) gain.noise.factor = 1.07;
    expect(find(besideOf(here, there).gains)?.noise).toEqual({ factor: 1.07 * 1.07, within: true });
    for (const gain of here.verdicts.gains) if (gain.noise) gain.noise.factor = 1.01;
    expect(find(besideOf(here, there).gains)?.noise?.within).toBe(false);
  });
});
