/** The sample of a summary in README.md and reading-a-report.md, of the golden run and of the one that is kept. */
import { describe, expect, test } from 'vitest';
import { countTrials, planOf } from '../../protocol/plan.ts';
import { PATTERNS, STACKS } from '../../results/schema.ts';
import { golden } from '../../tests/golden/golden.ts';
import { keptOf, readKeptCompare, renderCompareSample } from './compare-sample.ts';

test('has a group of rows for every pattern, the first sentence on the pictures, and nothing of these among the rows', () => {
  const { front = '', rows = '', timelines = '' } = renderCompareSample(golden()) ?? {};
  for (const { title } of golden().patterns) expect(rows).toContain(`${title}, `);
  expect(front).toMatch(/^```\nBatch.*\n {2}Claimed .*\n {2}Node .*\n```$/);
  expect(timelines.match(/: In Node /g)).toHaveLength(1);
  expect(rows).not.toContain(': In Node ');
  expect(rows).toMatch(/\d+ trials.*A\/A noise: /s);
});

test('is of what is kept of a run as it is of the whole run', () => {
  const kept = keptOf(golden());
  expect(renderCompareSample(kept)).toEqual(renderCompareSample(golden()));
  expect(JSON.stringify(kept).length).toBeLessThan(0.7 * JSON.stringify(golden()).length);
  expect(keptOf({ ...golden(), run: { ...golden().run, command: 'compare --out /tmp/x --seed 1' } }).run.command).toBe(
    'compare --seed 1',
  );
});

const kept = readKeptCompare();
// Nobody has kept one yet: make compare && make compare-sample, on a machine that does nothing else.
describe.skipIf(kept === undefined)('the run that is kept', () => {
  test('is complete, of all patterns in both stacks, and can be believed', () => {
    expect(kept).toMatchObject({ status: 'complete', run: { profile: 'quick', stacks: [...STACKS] } });
    expect(kept?.patterns.map(({ pattern }) => pattern)).toEqual([...PATTERNS]);
    expect(kept?.validity?.trustworthy).toBe(true);
  });

  test('is of the plan that a run has now', () => {
    expect(kept && countTrials(planOf(kept.run))).toBe(kept?.trials);
  });
});
