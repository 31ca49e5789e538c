import { describe, expect, test } from 'vitest';
import type { Curve, CurveSeries, Stretch } from '../../results/schema.ts';
import { goldenCurves } from '../../tests/golden/golden-curves.ts';
import { breakEvenText, curveNotes, curveTable, seriesTitle, sizeText } from './curves.ts';

const users: Curve['x'] = { title: 'users per request', unit: 'count', noun: 'users' };
const [concurrency] = goldenCurves.parallel as [Curve];
const [light, report] = goldenCurves.workers as [Curve, Curve];

describe('a size', () => {
  test.each([
    [users, 1, '1 user'],
    [users, 1_000, '1,000 users'],
    [concurrency.x, 1, '1 request at once'],
    [concurrency.x, 32, '32 requests at once'],
    [light.x, 3, '3 ms'],
    [light.x, 3_000, '3 s'],
    [{ title: '', unit: 'bytes', noun: '' } as const, 64e6, '64 MB'],
  ])('on %j, %d reads %s', (x, value, text) => expect(sizeText(x, value)).toBe(text));
});

describe('break-even in words', () => {
  const stretches = (...pairs: [number, number][]): Stretch[] => pairs.map(([from, to]) => ({ from, to }));
  const series = (pays: Stretch[], costs: Stretch[], low: number | null = 1): CurveSeries => ({
    stack: 'node',
    variant: 'after',
    pays,
    costs,
    points: [1, 10, 100, 1_000].map((x) => ({
      x,
      source: 'curve',
      gain: { value: 1, low, high: low, level: 0.95, n: 3, blocks: [1, 1, 1] },
    })),
  });
  const text = (one: CurveSeries) => breakEvenText({ ...concurrency, x: users }, one);

  test.each([
    [stretches([10, 1_000]), [], 'pays from 10 users on'],
    [stretches([1_000, 1_000]), [], 'pays at 1,000 users'],
    [
      stretches([1, 100]),
      stretches([1_000, 1_000]),
      'pays up to 100 users, and costs more than it gains at 1,000 users',
    ],
    [stretches([1, 1_000]), [], 'pays everywhere measured (1 user to 1,000 users)'],
    [
      stretches([10, 100]),
      stretches([1, 1]),
      'pays from 10 users to 100 users, and costs more than it gains at 1 user',
    ],
    [stretches([1, 1], [100, 1_000]), [], 'pays at 1 user and from 100 users on'],
    [[], [], 'did not pay off anywhere between 1 user and 1,000 users on this machine'],
  ])('%j paying and %j costing: %s', (pays, costs, expected) => expect(text(series(pays, costs))).toBe(expected));

  test('without an interval nothing is judged', () => {
    expect(text(series([], [], null))).toBe('cannot be judged: too few rounds for an interval');
    expect(text({ ...series([], []), points: [] })).toBe('has no gain');
  });
});

test('a variant is named only where a stack has several', () => {
  expect(concurrency.series.map((one) => seriesTitle(concurrency, one))).toEqual(['Node', 'Python']);
  expect(light.series.map((one) => seriesTitle(light, one)).slice(0, 2)).toEqual(['Node, after', 'Node, after-pool']);
});

describe('the points of a curve', () => {
  test('stand by size, with an interval, the reason for none, or the reason for no gain', () => {
    const { header, rows } = curveTable(light);
    expect(header).toEqual([
      'length of the report',
      'Node, after',
      'Node, after-pool',
      'Python, after',
      'Python, after-pool',
    ]);
    expect(rows.map(([size]) => size)).toEqual(['1 ms', '3 ms', '10 ms', '30 ms', '100 ms', '300 ms', '3 s']);
    expect(rows[2]?.[1]).toBe('1.02× [0.944–1.10]');
    expect(rows.at(-1)?.slice(3)).toEqual(['216× (no interval)', 'before: No answer']);
  });

  test('mark the size of the run, which a note explains', () => {
    expect(curveTable(concurrency).rows[0]?.[1]).toMatch(/^2\.48×\*/);
    expect(curveNotes([concurrency])).toContain('* The size of this run: the gain of its blocks.');
    expect(curveNotes([light, report])).toHaveLength(2);
  });
});
