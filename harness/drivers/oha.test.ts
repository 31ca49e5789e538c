/** What oha 1.16 printed of real loads of 4 clients on a server that answers after 20 ms, each 40th time after 180 ms. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DriverFailed } from '../load/driver.ts';
import type { FoundDriver } from './find.ts';
import { ohaArgs, readOha, urlLines } from './oha.ts';

const OHA: FoundDriver = { name: 'oha', version: '1.16.0', load: 'closed', path: '/usr/bin/oha' };
const read = (stdout: string) => readOha(OHA, { clients: 4 }, { stdout, cpu: { userMs: 30, systemMs: 20 } });

const recorded = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');

describe('a load', () => {
  test('is read with its rate, its percentiles and no histogram', () => {
    const load = read(recorded('oha.json'));
    expect(load).toMatchObject({ completed: 139, failed: 0, problems: {}, sent: 143 });
    expect(load.elapsedMs).toBeCloseTo(1_003.374725, 6);
    expect(load.perSecond).toBeCloseTo((139 + 2) / 1.003374725, 6);
    expect(load.driver.share).toBeCloseTo(50 / 1_003.374725, 9);
    expect(load.percentiles?.p50_ms).toBeCloseTo(21.351057, 6);
    expect(load.percentiles?.p99_ms).toBeCloseTo(180.7099, 6);
    expect(load.abandonedMs).toBeCloseTo(180.906081, 6);
    expect(load).not.toHaveProperty('serviceTime');
  });

  test('has answers with another status, and broken ones, as failures', () => {
    expect(read(recorded('oha-bad.json'))).toMatchObject({
      completed: 78,
      problems: { 'wrong-status': 43 },
      sent: 125,
    });
    expect(read(recorded('oha-cut.json'))).toMatchObject({ completed: 72, problems: { 'cut-off': 59 }, failed: 59 });
  });

  test('without an answer has no latency', () => {
    expect(read(recorded('oha-silent.json'))).toMatchObject({
      ...{ completed: 0, perSecond: 0, failed: 4, abandonedMs: 0 },
      percentiles: { p50_ms: Number.NaN, p99_ms: Number.NaN },
    });
  });

  test.each([
    ['Connection refused (os error 111)', 'refused'],
    ['connection closed before message completed', 'cut-off'],
    ['error reading a body from connection', 'cut-off'],
    ['connection error', 'reset'],
    ['Connection reset by peer (os error 104)', 'reset'],
    ['invalid HTTP version parsed', 'not-http'],
    ['timeout', 'timeout'],
  ])('in which "%s" happened has the problem %s', (text, problem) => {
    const printed = JSON.parse(recorded('oha.json'));
    const errorDistribution = { ...printed.errorDistribution, [text]: 3 };
    expect(read(JSON.stringify({ ...printed, errorDistribution })).problems).toEqual({ [problem]: 3 });
  });
});

test.each([
  ['nothing', ''],
  ['text', 'Summary:\n  Success rate: 100.00%'],
  ['half of it', recorded('oha.json').slice(0, -30)],
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
