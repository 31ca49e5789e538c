/** results.json is read by programs: it holds codes and numbers, and its sentences are made in report/. */
import { expect, test } from 'vitest';
import { golden, goldenFailure, goldenPartial, goldenStandard } from '../tests/golden/golden.ts';
import { freeText, sentencesIn } from '../tests/readers/sentences-in.ts';
import { judged } from './judge.ts';

const untrusted = () => {
  const results = golden();
  Object.assign(results.validity ?? {}, {
    trustworthy: false,
    distrust: [
      { code: 'too-many-invalid', invalid: 9, trials: 30, most_share: 0.2 },
      { code: 'no-valid-trial', cells: ['pooling/node/after'] },
    ],
  });
  return judged(results);
};

test.each([
  ['complete', golden()],
  ['standard', goldenStandard()],
  ['partial', goldenPartial()],
  ['failed', goldenFailure()],
  ['untrusted', untrusted()],
])('the results of a %s run hold no sentence', (_, results) => {
  expect(sentencesIn(results)).toEqual([]);
});

test('a sentence anywhere else is found', () => {
  const results = golden();
  Object.assign(results.validity ?? {}, { distrust: '9 of 30 trials are invalid' });
  expect(sentencesIn(results)).toEqual(['validity.distrust: 9 of 30 trials are invalid']);
});

test('every listed place of free text is in some results', () => {
  const places = [golden(), goldenStandard(), goldenPartial(), goldenFailure()].flatMap((one) => freeText(one));
  expect([...new Set(places)].sort()).toMatchInlineSnapshot(`
    [
      "patterns.*.claims.*.text",
      "patterns.*.curves.*.gain",
      "patterns.*.curves.*.how",
      "patterns.*.curves.*.landmarks.*.label",
      "patterns.*.curves.*.title",
      "patterns.*.curves.*.x.title",
      "patterns.*.metrics.*.title",
      "patterns.*.stacks.node.cells.*.failure.detail",
      "patterns.*.stacks.node.cells.*.failure.title",
      "patterns.*.stacks.node.cells.*.inspection.how",
      "patterns.*.stacks.node.code.*.text",
      "patterns.*.stacks.node.counted.*.inspection.how",
      "patterns.*.stacks.node.counted.*.what",
      "patterns.*.stacks.node.gains.*.why_missing.title",
      "patterns.*.stacks.node.limits.*.how",
      "patterns.*.stacks.python.cells.*.inspection.how",
      "patterns.*.stacks.python.code.*.text",
      "patterns.*.stacks.python.counted.*.inspection.how",
      "patterns.*.stacks.python.counted.*.what",
      "patterns.*.stacks.python.limits.*.how",
      "patterns.*.timelines.*.events.*.label",
      "patterns.*.timelines.*.failure.detail",
      "patterns.*.timelines.*.failure.title",
      "patterns.*.timelines.*.how",
      "patterns.*.title",
      "patterns.*.workload",
      "run.code.batching.node.*.text",
      "run.code.batching.python.*.text",
      "run.code.parallel.node.*.text",
      "run.code.parallel.python.*.text",
      "run.code.pooling.node.*.text",
      "run.code.pooling.python.*.text",
      "run.code.streaming.node.*.text",
      "run.code.streaming.python.*.text",
      "run.code.workers.node.*.text",
      "run.code.workers.python.*.text",
      "run.command",
      "run.environment.cpu",
      "run.environment.os",
      "run.environment.pinning",
      "run.parity.*.fact",
      "run.parity.*.note",
      "run.parity.*.values.node",
      "run.parity.*.values.python",
      "status_reason",
    ]
  `);
});
