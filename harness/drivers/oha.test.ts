import { describe, expect, test } from 'vitest';
import { DriverFailed } from '../load/driver.ts';
import type { FoundDriver } from './find.ts';
import { ohaArgs, readOha, urlLines } from './oha.ts';

const OHA: FoundDriver = { name: 'oha', version: '1.16.0', load: 'closed', path: '/usr/bin/oha' };
const read = (stdout: string) => readOha(OHA, { clients: 4 }, { stdout, cpu: { userMs: 30, systemMs: 20 } });

/** The members that are read, as its printer.rs writes them; times in seconds. */
const printed = (more: Record<string, unknown> = {}) =>
  JSON.stringify({
    summary: { successRate: 1, total: 1.002, slowest: 0.182, fastest: 0.0195, requestsPerSec: 156.7 },
    latencyPercentiles: { p50: 0.0205, p99: 0.1812 },
    statusCodeDistribution: { 200: 153 },
    errorDistribution: { 'aborted due to deadline': 4 },
    ...more,
  });

describe('a load', () => {
  test('is read with its rate, its percentiles and no histogram', () => {
    const load = read(printed());
    expect(load).toMatchObject({ completed: 153, failed: 0, problems: {}, sent: 157, elapsedMs: 1_002 });
    expect(load.perSecond).toBeCloseTo((153 + 2) / 1.002, 6);
    expect(load.driver.share).toBeCloseTo(50 / 1_002, 9);
    expect(load.percentiles).toEqual({ p50_ms: 20.5, p99_ms: 181.2 });
    expect(load.abandonedMs).toBeCloseTo(182, 9);
    expect(load).not.toHaveProperty('serviceTime');
  });

  test('has what failed by its kind, but for what was under way at the end', () => {
    const errorDistribution = {
      'aborted due to deadline': 4,
      'Connection refused (os error 111)': 2,
      'connection closed before message completed': 3,
      'Connection reset by peer (os error 104)': 1,
      timeout: 5,
    };
    expect(read(printed({ statusCodeDistribution: { 200: 10, 503: 6 }, errorDistribution }))).toMatchObject({
      completed: 10,
      problems: { 'wrong-status': 6, refused: 2, 'cut-off': 3, reset: 1, timeout: 5 },
    });
  });

  test('without an answer has no latency', () => {
    const nothing = {
      summary: { total: 1.002, slowest: null },
      latencyPercentiles: { p50: null, p99: null },
      statusCodeDistribution: {},
    };
    expect(read(printed(nothing))).toMatchObject({
      ...{ completed: 0, perSecond: 0, failed: 4, abandonedMs: 0 },
      percentiles: { p50_ms: Number.NaN, p99_ms: Number.NaN },
    });
  });
});

test.each([
  ['nothing', ''],
  ['text', 'Summary:\n  Success rate: 100.00%'],
  ['half of it', printed().slice(0, -30)],
  ['other JSON', '{"summary":{"total":1}}'],
  ['JSON without a summary', '{}'],
])('%s is no load', (_what, stdout) => {
  expect(() => read(stdout)).toThrow(DriverFailed);
});

test('the command line, and the addresses', () => {
  expect(ohaArgs('urls.txt', { clients: 8, durationMs: 1_000 }).join(' ')).toBe(
    '-z 1000ms -c 8 --redirect 0 --no-tui --output-format json --urls-from-file urls.txt',
  );
  const url = 'http://127.0.0.1:1';
  expect(urlLines({ count: 2, of: (n) => ({ method: 'GET', path: `/users/${n}` }) }, url)).toBe(
    `${url}/users/0\n${url}/users/1\n`,
  );
  expect(() => urlLines({ count: 1, of: () => ({ method: 'POST', path: '/x', body: {} }) }, url)).toThrow(RangeError);
});
