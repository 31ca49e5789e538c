import { expect, test } from 'vitest';
import { judged } from '../../compare/judge.ts';
import type { PatternName, Results, StackName } from '../../results/schema.ts';
import { golden, goldenFailure, goldenPartial } from '../../tests/golden/golden.ts';
import { contextOf } from './run-context.ts';
import { sentences } from './sentences.ts';

function patternOf({ patterns }: Results, name: PatternName) {
  const found = patterns.find(({ pattern }) => pattern === name);
  if (found === undefined) throw new Error(`no pattern ${name}`);
  return found;
}

/** What is said of a pattern of a run without controls. */
function said(results: Results, name: PatternName = 'parallel', stacks?: StackName[]): [string, string] {
  const context = contextOf(judged({ ...results, controls: [] }));
  return sentences(patternOf(results, name), stacks ? { ...context, stacks } : context);
}

test('the first sentence sets each stack against the claim, the second against limit and other stack', () => {
  const [claim, comparison] = said(golden());
  expect(claim).toBe(
    'In Node `after` lowers median latency from 153 ms to 62.8 ms (2.44×, 95 % interval 2.38–2.51), which confirms the claimed 2.5×; ' +
      'in Python `after` lowers median latency from 160 ms to 66.5 ms (2.41×, 95 % interval 2.40–2.42), less than the claimed 2.5×.',
  );
  expect(comparison).toBe(
    '`after` comes to 1.04× its limit in Node and 1.10× its limit in Python; ' +
      'Node’s gain is 1.02× Python’s (95 % interval 0.990–1.04): no difference between the stacks was shown.',
  );
});

test('an interval that includes 1 shows no difference', () => {
  const results = golden();
  const estimate = patternOf(results, 'parallel').stacks.node?.gains[0]?.estimate;
  Object.assign(estimate ?? {}, { value: 1.02, low: 0.9, high: 1.15 });
  expect(said(results)[0]).toMatch(/^In Node no difference in median latency was shown \(1\.02×/);
});

test('a value past its limit is said to be bound by something else', () => {
  const results = golden();
  const [limit] = patternOf(results, 'parallel').stacks.node?.limits ?? [];
  Object.assign(limit ?? {}, { value: 100 });
  expect(said(results)[1]).toContain(
    'its limit in Node (past it, so it is no bound here) and 1.10× its limit in Python',
  );
});

test('a failed cell is named with its error, and what can be said is still said', () => {
  const [claim, comparison] = said(goldenFailure(), 'streaming');
  expect(claim).toMatch(/^In Node `before` failed with 507 The file does not fit into one string \(urn:duet:problem:/);
  expect(claim).toContain('so there is no gain to compute, while `after` reaches a peak memory of 120 MB; in Python');
  expect(comparison).toContain('cannot be compared, for one is missing');
});

test('one block has no interval and so no verdict', () => {
  expect(said(goldenPartial())[0]).toContain('(2.44×, no interval from 1 block), against the claimed 2.5×');
});

test('a stack without results was not measured', () => {
  expect(said(goldenPartial(), 'streaming')[0]).toContain('Python was not measured');
});

test('a run of one stack does not speak of the other', () => {
  expect(said(golden(), 'parallel', ['node']).join(' ')).not.toContain('Python');
});

test('an infinite claim is set against what was served', () => {
  expect(said(golden(), 'workers')[1]).toMatch(
    /^Claimed for light requests served in time are 0 % before and 100 % after: Node goes from 1\.0 % to 97\.6 %/,
  );
});

test('a gain within the noise is not sold as one', () => {
  const results = golden();
  for (const { ratio } of results.controls ?? []) Object.assign(ratio, { low: 0.3, high: 1.1 });
  const [claim] = sentences(patternOf(results, 'parallel'), contextOf(judged(results)));
  expect(claim).toContain('which confirms the claimed 2.5×, but within the noise of ± 230 % (batching); in Python');
});
