/** What wrk 4.1 printed of real loads of 4 clients on a server that answers after 20 ms, each 40th time after 180 ms. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DriverFailed } from '../load/driver.ts';
import type { FoundDriver } from './find.ts';
import { readWrk, wrkArgs } from './wrk.ts';

const WRK: FoundDriver = { name: 'wrk', version: '4.1.0', load: 'closed', path: '/usr/bin/wrk' };
const recorded = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');
const read = (stdout: string) => readWrk(WRK, { clients: 4 }, { stdout, cpu: { userMs: 10, systemMs: 20 } });

test('a load is read with the latencies that were measured', () => {
  const text = recorded('wrk.txt');
  const load = read(text);
  const { serviceTime } = load;
  expect(load).toMatchObject({ kind: 'service-time', completed: 153, failed: 0, problems: {}, sent: 157 });
  expect(load.elapsedMs).toBe(1_005.101);
  expect(load.perSecond).toBeCloseTo((153 + 2) / 1.005101, 6);
  expect(load.driver.share).toBeCloseTo(30 / 1_005.101, 9);
  // wrk itself says 153 requests, and gives more latencies than that.
  expect(text).toContain('  153 requests in 1.01s');
  const given = JSON.parse(text.slice(text.indexOf('{"duration_us"'))).latency_us as [number, number][];
  expect(given.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(153);
  expect(serviceTime?.count).toBe(153);
  expect(serviceTime?.quantileMs(0.5)).toBeGreaterThan(20);
  expect(serviceTime?.quantileMs(0.5)).toBeLessThan(40);
  expect(serviceTime?.maxMs).toBeGreaterThan(180);
  expect(load.abandonedMs).toBe(serviceTime?.maxMs);
});

test('answers with another status, and broken connections, are failures', () => {
  expect(read(recorded('wrk-bad.txt'))).toMatchObject({ completed: 65, problems: { 'wrong-status': 65 }, failed: 65 });
  expect(read(recorded('wrk-cut.txt'))).toMatchObject({ completed: 116, problems: { reset: 118 } });
});

test.each([
  ['nothing', ''],
  ['garbage', 'hello'],
  ['half of it', recorded('wrk.txt').slice(0, -200)],
])('%s is no load', (_what, stdout) => {
  expect(() => read(stdout)).toThrow(DriverFailed);
});

test('latencies that do not add up are no load either', () => {
  expect(() => read(recorded('wrk.txt').replace('"requests":153', '"requests":154'))).toThrow(
    /latencies for 154 requests/,
  );
});

test('the command line', () => {
  const load = { url: 'http://127.0.0.1:1', clients: 8, durationMs: 2_000 };
  expect(wrkArgs('s.lua', load).join(' ')).toBe('-t1 -c8 -d2s --latency --timeout 3s -s s.lua http://127.0.0.1:1/');
  expect(() => wrkArgs('s.lua', { ...load, durationMs: 200 })).toThrow(RangeError);
});
