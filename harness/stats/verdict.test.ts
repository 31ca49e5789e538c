import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, logChanges, suspicion, verdictRule } from './verdict.ts';

const rule = verdictRule(0.03);

/** Blocks around a relative change, alternating by the spread. */
const blocks = (change: number, spread: number, n: number): number[] =>
  Array.from({ length: n }, (_, index) => Math.log1p(change) + (index % 2 === 0 ? spread : -spread));
const screened = (change: number, spread = 0.01) => ({ screening: blocks(change, spread, 6), fresh: [] });
const cell = (first: number, fresh: number, spread = 0.01) => ({
  screening: blocks(first, spread, 6),
  fresh: blocks(fresh, spread, 12),
});
const verdictOf = (one: Parameters<typeof judge>[0][number]) => judge([one], rule)[0]?.verdict;

describe('changes', () => {
  test('above 0 is worse, whichever way is better', () => {
    expect(logChanges([100], [110], 'lower')[0]).toBeCloseTo(Math.log(1.1), 12);
    expect(logChanges([100], [110], 'higher')[0]).toBeCloseTo(-Math.log(1.1), 12);
  });
  test('blocks that do not pair and values without a ratio are refused', () => {
    expect(() => logChanges([1, 2], [1], 'lower')).toThrow('do not pair');
    for (const bad of [0, -1, Number.NaN]) expect(() => logChanges([1], [bad], 'lower')).toThrow('no ratio');
    expect(() => logChanges([-1], [-1], 'lower')).toThrow('no ratio');
  });
});

describe('screening suspects', () => {
  test('a change of half of delta that chance hardly explains', () => {
    expect(suspicion(screened(0.02), rule)).toBe('worse');
    expect(suspicion(screened(-0.02), rule)).toBe('better');
  });
  test('not a smaller change, a noisier one, or one from four blocks', () => {
    expect(suspicion(screened(0.01, 0.001), rule)).toBeNull();
    expect(suspicion(screened(0.02, 0.1), rule)).toBeNull();
    expect(suspicion({ screening: blocks(0.1, 0.01, 4), fresh: [] }, rule)).toBeNull();
  });
});

test('a rule that tests against half of delta asks for more than one that tests against nothing', () => {
  const demanding = { ...rule, confirmation: { ...rule.confirmation, against: 0.5 } };
  const [usual, strict] = [rule, demanding].map((one) => judge([cell(0.035, 0.035, 0.025)], one)[0]);
  expect([usual?.verdict, strict?.verdict]).toEqual(['regression', 'inconclusive']);
});

describe('the verdict is', () => {
  test('regression or improvement when fresh blocks agree', () => {
    expect([verdictOf(cell(0.05, 0.05)), verdictOf(cell(-0.05, -0.05))]).toEqual(['regression', 'improvement']);
  });
  test('no change when the interval lies inside delta, screened or fresh', () => {
    expect(verdictOf(screened(0.001))).toBe('no change');
    expect(verdictOf(cell(0.05, 0.001))).toBe('no change');
  });
  test.for([
    ['a noisy cell without suspicion', screened(0.005, 0.1)],
    ['a suspect without fresh blocks', screened(0.05)],
    ['a suspect with too few fresh blocks', { ...cell(0.05, 0.05), fresh: blocks(0.05, 0.001, 11) }],
    ['a suspect whose fresh blocks are below delta', cell(0.05, 0.025, 0.01)],
    ['a suspect whose fresh blocks contradict', cell(0.05, -0.05)],
    ['a cell that was hardly measured', { screening: [0], fresh: [] }],
    ['a cell that was not measured', { screening: [], fresh: [] }],
  ] as const)('inconclusive for %s', ([, one]) => {
    expect(verdictOf(one)).toBe('inconclusive');
  });
  test('invalid whatever the numbers say', () => {
    expect(judge([{ ...cell(0.05, 0.05), invalid: true }], rule)[0]).toEqual({
      verdict: 'invalid',
      suspected: null,
      change: null,
      p: null,
    });
  });
});

test('a cell is judged by its own delta where it has one', () => {
  const wide = { ...cell(0.04, 0.04), delta: 0.05 };
  expect(judge([cell(0.04, 0.04), wide], rule).map(({ verdict }) => verdict)).toEqual(['regression', 'no change']);
  expect(suspicion({ ...screened(0.02), delta: 0.05 }, rule)).toBeNull();
});

test('the change is that of the blocks the verdict rests on', () => {
  const [found, quiet] = judge([cell(0.08, 0.05), screened(0.004)], rule);
  expect(found?.change).toBeCloseTo(0.05, 12);
  expect(quiet?.change).toBeCloseTo(0.004, 12);
});

test('more suspects ask for more evidence', () => {
  const weak = cell(0.05, 0.05, 0.05);
  const [alone] = judge([weak], rule);
  const crowd = judge([weak, weak, screened(0.05)], rule);
  expect(alone?.verdict).toBe('regression');
  expect(crowd.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  expect(crowd[0]?.p).toBeCloseTo(3 * (alone?.p as number), 12);
  expect(crowd[2]?.p).toBe(1);
});

test('swapping base and head swaps regression and improvement', () => {
  const change = fc.double({ min: -0.2, max: 0.2, noNaN: true });
  const changes = (n: number) => fc.array(change, { minLength: n, maxLength: n });
  const mirrored = { regression: 'improvement', improvement: 'regression' } as Record<string, string>;
  fc.assert(
    fc.property(fc.array(fc.record({ screening: changes(6), fresh: changes(12) }), { maxLength: 6 }), (family) => {
      const turned = family.map(({ screening, fresh }) => ({
        screening: screening.map((x) => -x),
        fresh: fresh.map((x) => -x),
      }));
      const verdicts = judge(family, rule).map(({ verdict }) => verdict);
      expect(judge(turned, rule).map(({ verdict }) => verdict)).toEqual(
        verdicts.map((verdict) => mirrored[verdict] ?? verdict),
      );
    }),
  );
});
