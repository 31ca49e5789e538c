import { describe, expect, it, test } from 'vitest';
import { connectionsOf, type Reading, type TuneWindow } from '../../results/tune.ts';
import { alternativesOf, hasOverflow } from './alternatives.ts';
import { gridSettings } from './grid.ts';
import { isBorne } from './load-curve.ts';
import { leastExploringMs, measuredAfterMs, planExploring, planSearch, roundMs, tooFewRequests } from './time-plan.ts';
import { isUndecided, ratioOf } from './verify.ts';

const window = (p95_ms: number | null, more: Partial<TuneWindow> = {}) =>
  ({ p95_ms, sent: 1_000, completed: 1_000, ...more }) as TuneWindow;

describe('the grid', () => {
  it.each([true, false])('has at most 32 settings over 1 to 64 connections (overflow: %s)', (overflow) => {
    const settings = gridSettings(overflow, 97);
    expect(settings.length).toBeLessThanOrEqual(32);
    expect(settings.length).toBeGreaterThan(12);
    expect(settings.some(({ size }) => size === 1)).toBe(true);
    expect(settings.some(({ size }) => size === 64)).toBe(true);
    expect(settings.every((setting) => overflow || setting.overflow === 0)).toBe(true);
  });
  it('never takes more than PostgreSQL can give', () => {
    expect(Math.max(...gridSettings(true, 17).map(connectionsOf))).toBeLessThanOrEqual(17);
    expect(gridSettings(false, 1).map(connectionsOf)).toEqual([1]);
    expect(Math.min(...gridSettings(true, 97, 3).map(connectionsOf))).toBe(4);
    expect(Math.min(...gridSettings(false, 97, 3).map(connectionsOf))).toBe(3);
  });
});

describe('a rate is borne', () => {
  const lowest = window(20);
  it.each([
    [window(59), true],
    [window(61), false],
    [window(20, { completed: 990 }), true],
    [window(20, { completed: 989 }), false],
    [window(null), false],
  ])('as long as p95 does not triple and 99 % are served (%#)', (one, borne) =>
    expect(isBorne(one, lowest)).toBe(borne),
  );
});

describe('alternatives', () => {
  const own = (stack: 'node' | 'python') =>
    ({ describes: { kind: 'own', stack, form: 'async', workload: 'mix' }, start: () => Promise.reject() }) as const;
  const waits = { size: 7, overflow: 0, timeout_ms: 700 };
  const command = { kind: 'command', command: 'serve', env: {}, request: 'GET /' } as const;

  it('of QueuePool are 20 + 10 and 5 + 10; of pg.Pool as many connections without overflow', () => {
    expect(alternativesOf(own('python'), waits).map(({ setting }) => setting)).toEqual([
      { size: 20, overflow: 10, timeout_ms: 700 },
      { size: 5, overflow: 10, timeout_ms: 700 },
    ]);
    expect(alternativesOf(own('node'), waits).map(({ setting }) => connectionsOf(setting))).toEqual([30, 10]);
  });
  it('are measured beside the recommendation itself without the pooler, where duet has put one before PostgreSQL', () => {
    const withoutPooler = own('node');
    expect(alternativesOf({ ...own('node'), withoutPooler }, waits).at(-1)).toEqual({
      alternative: { code: 'without-pooler', size: 7, overflow: 0 },
      setting: waits,
      subject: withoutPooler,
    });
  });
  it('of a service that takes no overflow have none', () => {
    const service = { describes: command, start: () => Promise.reject() };
    expect(hasOverflow(service)).toBe(true);
    expect(hasOverflow({ ...service, untold: ['overflow'] })).toBe(false);
  });
});

describe('the ratio of p95 to an alternative', () => {
  it('is paired by round, recommended / alternative, with an interval from three rounds on', () => {
    const ratio = ratioOf([window(10), window(20), window(40)], [window(20), window(40), window(80)], 0.98);
    expect(ratio?.value).toBeCloseTo(0.5, 9);
    expect(ratio).toMatchObject({ n: 3, level: 0.98 });
    expect(ratio?.high).toBeCloseTo(0.5, 9);
  });
  it('leaves out rounds in which a window does not count', () => {
    const invalid = [{ rule: 'driver-late' as const, detail: '' }];
    expect(ratioOf([window(10), window(99, { invalid })], [window(20), window(40)])).toMatchObject({
      n: 1,
      value: 0.5,
    });
    expect(ratioOf([window(null)], [window(20)])).toBeNull();
  });
});

describe('another round of a comparison', () => {
  const beside = (value: number, reading: Reading, code: 'default' | 'without-pooler' = 'default') => ({
    ...{ alternative: { code, size: 10, overflow: 0 }, reading },
    p95_ratio: { value, low: null, high: null, level: 0.95, n: 3, blocks: [value, value, value] },
  });
  const open = beside(1.1, 'no-difference');
  test.each([
    ['one is slower beyond the noise, but not yet shown to be', [open, beside(0.8, 'faster')], true],
    ['one is shown to be slower, whatever the others are', [open, beside(1.2, 'slower')], false],
    ['all are slower within the noise, or faster', [beside(1.04, 'within-noise'), beside(0.8, 'faster')], false],
    ['what a pooler costs is open', [beside(1.1, 'no-difference', 'without-pooler')], false],
    ['what a pooler costs is shown, and something else is open', [open, beside(1.2, 'slower', 'without-pooler')], true],
    ['one round alone makes it slower', [{ ...open, p95_ratio: { ...open.p95_ratio, blocks: [1, 1.3, 1.02] } }], false],
    ['nothing could be compared', [{ ...open, p95_ratio: null, reading: 'not-compared' as const }], false],
  ])('may decide something where %s', (_name, comparisons, undecided) =>
    expect(isUndecided(comparisons, 0.05)).toBe(undecided),
  );
});

describe('the time', () => {
  it('gives windows of 250 requests, at least 2.5 and at most 5 s', () => {
    expect(planSearch(100, 120_000).windowMs).toBe(2_500);
    expect(planSearch(62.5, 120_000).windowMs).toBe(4_000);
    expect(planSearch(1, 120_000).windowMs).toBe(5_000);
    expect(planSearch(1_000, 600_000).windowMs).toBe(2_500);
  });
  it('is scaled down with the budget', () => expect(planSearch(100, 22_500).windowMs).toBe(625));
  it('that is too short for a low rate is told', () => {
    expect(tooFewRequests(100, 3_000)).toBeUndefined();
    expect(tooFewRequests(10, 5_000)).toEqual({ code: 'few-requests', requests: 50, beyond_p95: 3 });
  });
  it('that a search has left is what the rest gets', () => {
    const ample = planExploring(3_000, 100_000);
    expect(ample.curveMs + ample.verifyMs).toBeCloseTo(3_000, 6);
    expect(ample.overloadScale).toBe(1);
    expect(planExploring(3_000, 40_000).verifyMs).toBeLessThan(ample.verifyMs);
    // After the comparison there is less ahead.
    expect(planExploring(3_000, 25_000, 0).curveMs).toBeGreaterThan(planExploring(3_000, 25_000).curveMs);
    expect(planExploring(3_000, -5_000).verifyMs).toBeCloseTo(0.4 * ample.verifyMs, 6);
  });
  it('for one more setting in the rounds of a comparison is a start and its windows', () => {
    expect(roundMs(2_000, 3)).toBe(3 * roundMs(2_000, 1));
    expect(measuredAfterMs(2_000, 4)).toBeGreaterThan(4 * roundMs(2_000, 1));
    expect(measuredAfterMs(2_000, 4) - measuredAfterMs(2_000, 3)).toBe(roundMs(2_000, 1));
    expect(leastExploringMs(3_000)).toBeLessThan(40_000);
  });
});
