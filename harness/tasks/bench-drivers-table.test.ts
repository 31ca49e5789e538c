import { expect, test } from 'vitest';
import {
  type BenchedDriver,
  compareDrivers,
  driversTable,
  type KeptBench,
  readKept,
  targetLines,
  type Window,
} from './bench-drivers-table.ts';
import { readPage } from './docs/pages.ts';

const window = (more: Partial<Window> = {}): Window => ({ cpu_us: 100, p50_ms: 1, p99_ms: 3, per_s: 500, ...more });
const benched = (driver: string, windows: (Window | null)[], more: Partial<BenchedDriver> = {}): BenchedDriver => ({
  ...{ stack: 'node', route: '/light', load: 'open', driver, windows },
  ...more,
});
const bench = (drivers: BenchedDriver[], at = '2026-11-30T14:00:00.000Z'): KeptBench => ({
  ...{ at, commit: 'abc1234', machine: 'a machine', others_cores: 0.1, rate_per_s: 500, clients: 8, drivers },
});

const OWN = benched('duet', [window(), window({ cpu_us: 200 }), window()]);

test('drivers are compared round by round', () => {
  const [only] = compareDrivers(
    bench([OWN, benched('vegeta 12', [window({ cpu_us: 105 }), window({ cpu_us: 210 }), null])]),
  );
  expect(only).toMatchObject({ rounds: 2, p50Ratio: 1, p50Ms: 0, rateRatio: 1, isCpuWithin: true, isP50Within: true });
  expect(only?.cpuRatio).toBeCloseTo(1.05, 9);
});

test.each<[Partial<Window>, boolean, boolean]>([
  [{ cpu_us: 109 }, true, true],
  [{ cpu_us: 112 }, false, true],
  [{ cpu_us: 88 }, false, true],
  // A tenth of a millisecond is 10 %, two of them are within 0.2 ms.
  [{ p50_ms: 1.1 }, true, true],
  [{ p50_ms: 1.19 }, true, true],
  [{ p50_ms: 1.3 }, true, false],
  [{ p50_ms: 0.7 }, true, false],
])('%j is within the targets: CPU %s, p50 %s', (more, isCpuWithin, isP50Within) => {
  const windows = [window(more), window({ ...more, cpu_us: 2 * (more.cpu_us ?? 100) }), window(more)];
  expect(compareDrivers(bench([OWN, benched('vegeta 12', windows)]))[0]).toMatchObject({ isCpuWithin, isP50Within });
});

test('nothing is compared with another load, another service or a driver that failed', () => {
  const others = [
    benched('vegeta 12', [window()], { stack: 'python' }),
    benched('vegeta 12', [window()], { route: '/pooling/after' }),
    benched('wrk 4', [window()], { load: 'closed' }),
    benched('vegeta 12', [null, null, null]),
  ];
  expect(compareDrivers(bench([OWN, ...others]))).toEqual([]);
});

test('the last bench counts, and the table has every driver with what it is beside duet', () => {
  const table = driversTable([
    bench([OWN]),
    bench([OWN, benched('vegeta 12', [window({ p50_ms: 1.5 })])], '2026-12-01T00:00:00.000Z'),
  ]);
  expect(table).toContain('2026-12-01, on a machine; code abc1234');
  expect(table).toMatch(/open loop, 500 requests per second \| +node \| +\/light \| +duet \| +100 µs \|/);
  expect(table).toMatch(
    /vegeta 12 \| +100 µs \| +1\.50 ms \| +3\.00 ms \| +– \| +500 \| +1\.00 × \| +1\.50 × \| +1\.00 × \| +1 \|/,
  );
  expect(table).toContain('p50 +50.0 %, +0.50 ms (NOT within 10 % or 0.2 ms)');
  expect(targetLines(bench([OWN]))).toEqual([]);
  expect(driversTable([])).toContain('make bench-drivers');
});

test('the page has the last bench that is kept', () => {
  expect(readPage('harness/load/README.md').text).toContain(driversTable(readKept()));
});
