import { describe, expect, it } from 'vitest';
import type { Health } from '../parity.ts';
import { compareSides, servicesAreEqual } from './sides.ts';
import type { Surveyed } from './survey.ts';

const side = (
  name: Surveyed['side'],
  workers: Record<string, unknown[]>,
  unknown: Surveyed['unknown'] = [],
): Surveyed => ({
  side: name,
  stack: 'node',
  health: {} as Health,
  answers: { workers },
  unknown,
});

const compare = (base: Surveyed, head: Surveyed) => compareSides([base, head], ['node']);

describe('servicesAreEqual', () => {
  const sources = { 'node service': 'n', 'python service': 'p', fixtures: 'f' };
  const equal = (head: Partial<typeof sources>) =>
    servicesAreEqual({ base: { sources }, head: { sources: { ...sources, ...head } } }, ['node']);

  it('looks at the stacks that are measured, and at the tables', () => {
    expect(equal({})).toBe(true);
    expect(equal({ 'python service': 'other' })).toBe(true);
    expect(equal({ 'node service': 'other' })).toBe(false);
    expect(equal({ fixtures: 'other' })).toBe(false);
  });

  it('does not take sides of which nothing is known for equal', () => {
    expect(servicesAreEqual({ base: { sources: {} }, head: { sources: {} } }, ['node'])).toBe(false);
  });
});

describe('compareSides', () => {
  it('judges the after cells that both sides have', () => {
    const answers = { before: [1], after: [1], 'after-pool': [1] };
    const found = compare(side('base', answers), side('head', answers));
    expect(found.cells.map(({ variant }) => variant)).toEqual(['after', 'after-pool']);
    expect(found).toMatchObject({ one_sided: [], unmeasured: [], answers: [] });
  });

  it('has the cells that are not timed judged by their counts, those of the baseline not at all', () => {
    const of = (side: Surveyed['side']): Surveyed => {
      const answers = { pooling: { after: [1], 'before-no-dispose': [1], 'after-lifo': [1] } };
      return { ...{ side, stack: 'python', unknown: [], answers }, health: {} as Health };
    };
    const { cells, counted, unmeasured } = compareSides([of('base'), of('head')], ['python']);
    expect(cells.map(({ variant }) => variant)).toEqual(['after']);
    expect(counted.map(({ variant }) => variant)).toEqual(['after-lifo']);
    expect(unmeasured).toEqual([]);
  });

  it('has the best way judged by its counts, although a run times it', () => {
    const of = (side: Surveyed['side']): Surveyed => {
      const answers = { batching: { before: [1], after: [1], 'after-best': [1] } };
      return { ...{ side, stack: 'node', unknown: [], answers }, health: {} as Health };
    };
    const { cells, counted } = compareSides([of('base'), of('head')], ['node']);
    expect(cells.map(({ variant }) => variant)).toEqual(['after']);
    expect(counted.map(({ variant }) => variant)).toEqual(['after-best']);
  });

  it('names what was added and removed', () => {
    const found = compare(side('base', { after: [1], before: [1] }), side('head', { after: [1], 'after-pool': [1] }));
    expect(found.one_sided.map(({ variant, change }) => [variant, change])).toEqual([
      ['before', 'removed'],
      ['after-pool', 'added'],
    ]);
    expect(found.cells.map(({ variant }) => variant)).toEqual(['after']);
  });

  it('names a variant that both have and the harness does not know', () => {
    const unknown: Surveyed['unknown'] = [{ pattern: 'workers', variant: 'sideways' }];
    const both = compare(side('base', {}, unknown), side('head', {}, unknown));
    expect(both.unmeasured).toEqual([{ pattern: 'workers', stack: 'node', variant: 'sideways' }]);
    expect(compare(side('base', {}), side('head', {}, unknown)).one_sided).toMatchObject([
      { variant: 'sideways', change: 'added' },
    ]);
  });

  it('shows the first answer that changed, but for the time it took', () => {
    const answer = (total: number, busy_ms: number) => ({ sums: [{ total }], busy_ms });
    const base = side('base', { after: [answer(1, 5), answer(2, 5)] });
    expect(compare(base, side('head', { after: [answer(1, 9), answer(2, 1)] })).answers).toEqual([]);
    expect(compare(base, side('head', { after: [answer(1, 5), answer(3, 5)] })).answers).toEqual([
      { pattern: 'workers', stack: 'node', variant: 'after', path: '$.sums[0].total', base: '2', head: '3' },
    ]);
  });
});
