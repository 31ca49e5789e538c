/** What a diff comes to, in words: judged from its samples, so that the sentence is about what was found. */
import { describe, expect, test } from 'vitest';
import { judgeDiff } from '../../diff/judge-diff.ts';
import { acceptLine } from '../../report/diff/accept-line.ts';
import { unmatchedNotices } from '../../report/diff/accepting.ts';
import { whyText } from '../../report/diff/sentences.ts';
import type { DiffHeader, DiffResults, Inspection, Sample } from '../../results/schema.ts';
import {
  END,
  inspectionsOf,
  judged,
  metricsOf,
  ONE_CELL,
  PARTIAL,
  simulateDiff,
  simulatedHeader,
  simulateRun,
} from '../../tests/simulated/simulated-diff.ts';

const counts = (
  base: Inspection['counts'],
  head: Inspection['counts'],
  more: Partial<DiffHeader> = {},
): DiffResults => {
  const inspections = { base: inspectionsOf([ONE_CELL], base), head: inspectionsOf([ONE_CELL], head) };
  const header = { ...simulatedHeader({ cells: [ONE_CELL] }), counts_only: true, ...more };
  return judgeDiff({ ...header, inspections }, [], END, metricsOf);
};
const busy = (sample: Sample): Sample => ({
  ...sample,
  invalid: [{ rule: 'foreign-cpu', detail: 'others were busy' }],
});

describe('the sentence', () => {
  test.each<[string, DiffResults, RegExp]>([
    [
      'a slowdown',
      simulateDiff({ ratios: { cpu: 1.08 } }),
      /^parallel, Node, after: CPU time of the service per request rose from \S+ ms to \S+ ms \(\+\d\.\d %, threshold ±3 %\)\.$/,
    ],
    ['a speed-up', simulateDiff({ ratios: { cpu: 0.9 }, sd: 0.002 }), / fell from /],
    [
      'a secondary metric',
      simulateDiff({ ratios: { peak_rss: 1.2 }, sd: 0.002 }),
      /^Nothing changed: .* Not gated without --strict: parallel, Node, after: peak memory of the process rose/,
    ],
    [
      'a secondary metric far beyond',
      simulateDiff({ ratios: { capacity: 0.5 }, sd: 0.03 }),
      /capacity fell .* beyond the second threshold ±25 %\)/,
    ],
    [
      'a count',
      counts({ statements: 3 }, { statements: 4 }),
      /^parallel, Node, after: 3 → 4 statements per request\.$/,
    ],
    [
      'blocks within their factor',
      counts({ statements: 3, blocks: 9 }, { statements: 3, blocks: 12 }),
      /^Nothing changed: 1 count is exactly equal and 1 count of blocks stayed within a factor of 2\.$/,
    ],
    [
      'equal services',
      judgeDiff(simulatedHeader({ cells: [], header: { same_services: true } }), [], END, metricsOf),
      /byte for byte the same/,
    ],
    ['no cell', judgeDiff(simulatedHeader({ cells: [] }), [], END, metricsOf), /no after cell in common\.$/],
    [
      'no end',
      judgeDiff(simulatedHeader({}), [], PARTIAL, metricsOf),
      /^The diff did not finish: Interrupted by SIGINT\.$/,
    ],
    ['too wide a spread', simulateDiff({ cells: [ONE_CELL], sd: 0.15 }), / %\), and that is inconclusive: /],
  ])('of %s', (_, results, words) => expect(whyText(results)).toMatch(words));

  test('names an accepted row beside one that fails', () => {
    const accepted = [{ line: 'parallel/node/after: statements 3 → 4', from: '--accept' }];
    const found = counts({ statements: 3, sessions: 1 }, { statements: 4, sessions: 2 }, { accepted });
    expect(whyText(found)).toBe(
      'parallel, Node, after: 1 → 2 new sessions per request. Accepted: parallel, Node, after: 3 → 4 statements per request.',
    );
  });

  test('says why rows are invalid, and of which cell where it is one of several', () => {
    const { header, samples } = simulateRun({});
    const fails = ({ side, pattern, stack }: Sample) => side === 'head' && pattern === 'pooling' && stack === 'node';
    const one = judged({ header, samples: samples.map((each) => (fails(each) ? busy(each) : each)) });
    expect(whyText(one)).toBe('pooling, Node, after: no valid trial of head: others were busy.');
    const all = judged({ header, samples: samples.map(busy) });
    expect(whyText(all)).toMatch(/^\d+ of \d+ trials are invalid, more than 20 %\.$/);
  });
});

test('the line that is printed for a slowdown accepts it', () => {
  const run = simulateRun({ cells: [ONE_CELL], ratios: { cpu: 1.08 }, sd: 0.002 });
  const [worst] = judged(run).rows;
  const line = (worst && acceptLine(worst)) ?? '';
  const accepted = [{ line, from: '--accept' }];
  expect(judged({ ...run, header: { ...run.header, patterns: ['parallel'], accepted } })).toMatchObject({
    verdict: 'accepted',
    exit_code: 0,
  });
});

test('a line that states another change is told the change', () => {
  const accepted = [{ line: 'parallel/node/after: statements 3 → 5', from: '--accept' }];
  const found = counts({ statements: 3 }, { statements: 4 }, { accepted, patterns: ['parallel'] });
  expect(unmatchedNotices(found)).toEqual([
    '`parallel/node/after: statements 3 → 5` (--accept) accepts nothing: the change is 3 → 4',
  ]);
});
