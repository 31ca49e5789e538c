import { expect, test, vi } from 'vitest';
import type { Results, TrialRules } from '../../results/schema.ts';
import { golden, goldenBest } from '../../tests/golden/golden.ts';
import { renderMarkdown } from './markdown.ts';
import { methodLines } from './method.ts';

const textOf = (results: Results) => methodLines(results).join('\n');

function withRules(rules: Partial<TrialRules>): Results {
  const results = golden();
  const { rules: recorded } = results.run;
  if (recorded === undefined) throw new Error('the golden run lost its rules');
  return { ...results, run: { ...results.run, rules: { ...recorded, ...rules } } };
}

test.each<[Partial<TrialRules>, string]>([
  [{ driver_cpu_share: 0.7 }, 'the driver used more than 70 % of a core'],
  [{ driver_lag_p99_ms: 8 }, 'sent later than 8 ms at its 99th percentile'],
  [
    { driver_delay_share: 0.07, driver_delay_ms: 2 },
    'was held up so that what the trial decides may be too high by more than 7 %, or 2 ms (open loop)',
  ],
  [{ clock_jump_ms: 128 }, 'the clock jumped by more than 128 ms'],
  [{ foreign_cpu_share: 0.25 }, 'other processes used more than 25 % of a core'],
  [{ foreign_cpu_slack_ms: 90 }, '(plus 90 ms, by which'],
])('the page has the bounds of the run: %j', (rules, text) => {
  expect(renderMarkdown(golden())).not.toContain(text);
  expect(renderMarkdown(withRules(rules))).toContain(text);
});

test('a run from before they were recorded has those that held then', () => {
  const { rules: _, ...run } = golden().run;
  expect(textOf({ ...golden(), run })).toContain(
    'more than 85 % of a core (closed loop) or sent later than 5 ms at its 99th percentile',
  );
  expect(textOf({ ...golden(), run })).toBe(textOf(golden()));
});

/** The text on method with another value of a constant. */
async function textWith(module: string, constants: Record<string, number>): Promise<string> {
  vi.resetModules();
  vi.doMock(module, async (original) => ({ ...(await original<object>()), ...constants }));
  const anew = await import('./method.ts');
  vi.doUnmock(module);
  return anew.methodLines(golden()).join('\n');
}

test.each([
  ['../../stats/invalid-trials.ts', { MOST_INVALID_SHARE: 0.35 }, 'With more than 35 % of the trials invalid'],
  ['../../stats/interval.ts', { LEVEL: 0.9 }, 'with a Student t interval at 90 %'],
  ['../../stats/interval.ts', { LEVEL: 0.9 }, 'by its own 90 % interval'],
  ['../../stats/interval.ts', { MIN_BLOCKS: 4 }, 'Below four blocks there is no interval'],
  ['../../stats/interval.ts', { MIN_BLOCKS_FOR_RANKS: 12 }, 'From twelve blocks on, the Hodges–Lehmann'],
  ['../../stats/noise-floor.ts', { MOVED_BY_CHANCE: 0.05 }, 'the A/A control moved (95 % interval)'],
  ['../../stats/autocorrelation.ts', { MIN_BLOCKS_FOR_LAG: 7 }, 'From seven blocks on, a lag-1 is called high'],
  ['../../stats/autocorrelation.ts', { NOT_HIGH: 0.9 }, 'above what 9 of 10 independent runs show'],
  ['../../results/schema.ts', { HISTOGRAM_DIGITS: 2 }, 'within 1 %'],
])('a constant of %s is printed as it is: %j', async (module, constants, text) => {
  expect(textOf(golden())).not.toContain(text);
  expect(await textWith(module, constants)).toContain(text);
});

test('of the best way it says that it has few trials, and where some are in one block', () => {
  const best = goldenBest();
  expect(textOf(golden())).not.toContain('after-best');
  expect(textOf(best)).toContain('after-best is the best way that a stack has of a pattern.');
  expect(textOf(best)).not.toContain('in the first block alone');
  expect(textOf({ ...best, run: { ...best.run, sparing: true } })).toContain('in the first block alone');
});
