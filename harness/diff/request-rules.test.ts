/** What the config file of a reader's service says of one request, in the verdicts of a diff. */
import { describe, expect, test } from 'vitest';
import type { CellName, DiffHeader, ServiceRequest } from '../results/schema.ts';
import { END, inspectionsOf, simulatedHeader } from '../tests/simulated/simulated-diff.ts';
import { judgeDiff } from './judge-diff.ts';
import { thresholdsOf } from './request-rules.ts';

const cellOf = (variant: string): CellName => ({ pattern: 'request', stack: 'service', variant });
const request = (name: string, more: Partial<ServiceRequest> = {}): ServiceRequest => ({
  ...{ name, request: `GET /${name}`, headers: {}, thresholds: {} },
  ...more,
});

/** Both requests need one round trip more on head. */
function counted(requests: ServiceRequest[], more: Partial<DiffHeader> = {}): DiffHeader {
  const cells = requests.map(({ name }) => cellOf(name));
  const [base, head] = [1, 2].map((round_trips) => inspectionsOf(cells, { round_trips }));
  const scope = { patterns: ['request' as const], stacks: ['service' as const], counts_only: true };
  const header = { ...simulatedHeader({ cells }), ...scope, service: { name: 'orders', requests }, ...more };
  return { ...header, inspections: { base, head } } as DiffHeader;
}

describe('a request that is only shown', () => {
  test('has its rows, and fails nothing', () => {
    const results = judgeDiff(counted([request('list', { only_shown: true })]), [], END);
    expect(results.rows[0]).toMatchObject({ ...cellOf('list'), verdict: 'regression', gated: false, fails: false });
    expect(results).toMatchObject({ verdict: 'no change', exit_code: 0, beside: [{ code: 'only-shown' }] });
  });
  test('leaves the others as they are', () => {
    const results = judgeDiff(counted([request('list', { only_shown: true }), request('order')]), [], END);
    expect(results).toMatchObject({ verdict: 'regression', exit_code: 1 });
    expect(results.why).toEqual({ code: 'changed', rows: [{ ...cellOf('order'), metric: 'round_trips' }] });
  });
});

test('a change is accepted by the name of its request', () => {
  const accepted = ['list: round_trips 1 → 2', 'lists: round_trips 1 → 2'].map((line) => ({ line, from: '--accept' }));
  const results = judgeDiff(counted([request('list')], { accepted }), [], END);
  expect(results).toMatchObject({ verdict: 'accepted', unmatched: [{ why: 'no-such-cell' }] });
});

test('what is not compared of duet’s own services makes no diff of another one incomplete', () => {
  const results = judgeDiff(counted([request('list')], { changed_files: ['python/app.py', 'src/a.ts'] }), [], END);
  expect(results).not.toHaveProperty('uncompared');
});

test('thresholds of a request stand in place of those of the diff, one by one', () => {
  const header = counted([request('list', { thresholds: { cost: 0.1 } }), request('order')]);
  expect(thresholdsOf(header, cellOf('list'))).toEqual({ ...header.thresholds, cost: 0.1 });
  expect(thresholdsOf(header, cellOf('order'))).toEqual(header.thresholds);
});

describe('a count that is not the same from pass to pass', () => {
  const requests = [request('list'), request('order')];
  const cells = requests.map(({ name }) => cellOf(name));
  const judge = (base: number[], head: number[], more: Partial<DiffHeader> = {}) => {
    const [list, order] = cells as [CellName, CellName];
    const passes = (counts: number[]) => [
      ...inspectionsOf([order], { round_trips: 1 }),
      ...counts.flatMap((round_trips) => inspectionsOf([list], { round_trips })),
    ];
    return judgeDiff({ ...counted(requests, more), inspections: { base: passes(base), head: passes(head) } }, [], END);
  };

  test('is named with what was seen, and the rest is judged', () => {
    const results = judge([1, 0.2], [1, 0.3]);
    expect(results).toMatchObject({ verdict: 'no change', exit_code: 0 });
    expect(results.beside).toEqual([
      { code: 'counts-drift', counts: [{ ...cellOf('list'), metric: 'round_trips', base: [1, 0.2], head: [1, 0.3] }] },
    ]);
    expect(results).not.toHaveProperty('advice');
    expect(results.rows.find(({ variant }) => variant === 'list')).toMatchObject({
      ...{ verdict: 'inconclusive', gated: false },
      why: { code: 'counts-differ' },
    });
    expect(judge([1, 1], [1, 2]).beside).toMatchObject([{ code: 'counts-drift' }]);
  });
  test('is no drift where both sides do the same', () => {
    expect(judge([1, 0.2], [1, 0.2])).toMatchObject({ verdict: 'no change', beside: [] });
  });
  test('does not hide a query for each row', () => {
    expect(judge([1.2, 1.4], [11.2, 11.4])).toMatchObject({ verdict: 'regression', exit_code: 1, beside: [] });
  });
  test('fails where everything is to be told', () => {
    expect(judge([1, 0.2], [1, 0.3], { fail_on: 'inconclusive' })).toMatchObject({
      verdict: 'inconclusive',
      exit_code: 1,
    });
  });
});

test('a mix is not counted, and is not invalid for that', () => {
  const mixed = request('mixed-load', { request: 'list × 3, order × 1', mix: { list: 3, order: 1 } });
  const header = counted([request('list'), request('order')]);
  const service = { name: 'orders', requests: [...(header.service?.requests ?? []), mixed] };
  const facts = { base: [], head: [] };
  const results = judgeDiff({ ...header, facts, service, cells: [...header.cells, cellOf('mixed-load')] }, [], END);
  expect(results.rows.filter(({ variant }) => variant === 'mixed-load')).toEqual([]);
});
