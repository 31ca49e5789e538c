import { expect, test } from 'vitest';
import { type CpuVerdict, compareDrivers } from './bench-drivers-compare.ts';
import { type BenchedDriver, KEPT_FILE, type KeptBench, lastOfEachLoad, type Window } from './bench-drivers-kept.ts';
import { driversTable, targetLines } from './bench-drivers-table.ts';
import { readPage } from './docs/pages.ts';
import { readKept } from './kept-lines.ts';

const window = (more: Partial<Window> = {}): Window => ({ cpu_us: 100, p50_ms: 1, p99_ms: 3, per_s: 500, ...more });
const benched = (driver: string, windows: (Window | null)[], more: Partial<BenchedDriver> = {}): BenchedDriver => ({
  ...{ stack: 'node', route: '/light', load: 'open', driver, windows },
  ...more,
});
const bench = (drivers: BenchedDriver[], at = '2026-11-30T14:00:00.000Z'): KeptBench => ({
  ...{ at, commit: 'abc1234', machine: 'a machine', others_cores: 0.1, rate_per_s: 500, clients: 8, drivers },
});

const linesIn = (one: KeptBench) => targetLines(lastOfEachLoad([one]));

const OWN = benched('duet', [window(), window({ cpu_us: 200 }), window()]);

test('drivers are compared round by round', () => {
  const [only] = compareDrivers(
    bench([OWN, benched('vegeta 12', [window({ cpu_us: 105 }), window({ cpu_us: 210 }), null])]),
  );
  expect(only).toMatchObject({ rounds: 2, p50: { ratio: 1, more: 0 }, rate: { ratio: 1 } });
  // Two rounds have no interval.
  expect(only).toMatchObject({ cpuVerdict: 'uncertain', isP50Within: true, between: {} });
  expect(only?.cpu.ratio).toBeCloseTo(1.05, 9);
});

test.each<[Partial<Window>, CpuVerdict, boolean]>([
  [{ cpu_us: 109 }, 'within', true],
  [{ cpu_us: 112 }, 'beyond', true],
  [{ cpu_us: 88 }, 'beyond', true],
  // A tenth of a millisecond is 10 %, two of them are within 0.2 ms.
  [{ p50_ms: 1.1 }, 'within', true],
  [{ p50_ms: 1.19 }, 'within', true],
  [{ p50_ms: 1.3 }, 'within', false],
  [{ p50_ms: 0.7 }, 'within', false],
])('%j is within the targets: CPU %s, p50 %s', (more, cpuVerdict, isP50Within) => {
  const windows = [window(more), window({ ...more, cpu_us: 2 * (more.cpu_us ?? 100) }), window(more)];
  expect(compareDrivers(bench([OWN, benched('vegeta 12', windows)]))[0]).toMatchObject({ cpuVerdict, isP50Within });
});

test.each<[number[], CpuVerdict, string]>([
  [[1.02, 1.04, 1.03, 1.05], 'within', '+3.5 %, +1.5 % to +5.6 % (within 10 %)'],
  [[1.2, 1.25, 1.22, 1.21], 'beyond', '(NOT within 10 %)'],
  // Each on its own side of the limit, by what four rounds can say.
  [[1.39, 1.16, 1, 1.3], 'uncertain', '(whether it is within 10 % cannot be told)'],
])('whether CPU is within its limits is told by the interval over the rounds: %j', (ratios, cpuVerdict, text) => {
  const own = benched(
    'duet',
    [80, 100, 120, 100].map((cpu_us) => window({ cpu_us })),
  );
  const other = benched(
    'vegeta 12',
    own.windows.map((one, round) => window({ cpu_us: (one?.cpu_us ?? 0) * (ratios[round] ?? 0) })),
  );
  expect(compareDrivers(bench([own, other]))[0]).toMatchObject({ cpuVerdict });
  expect(linesIn(bench([own, other]))).toEqual([expect.stringContaining(text)]);
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

test('of each kind of load the last bench that has it is shown', () => {
  const closed = benched('wrk 4', [window()], { load: 'closed' });
  const [first, second, third] = [bench([OWN, closed]), bench([closed]), bench([OWN])] as const;
  const shown = lastOfEachLoad([first, second, third]);
  expect(shown.benches).toEqual([third, second]);
  expect(shown.drivers).toEqual([OWN, closed]);
  expect(lastOfEachLoad([bench([OWN]), first]).benches).toEqual([first]);
});

test('the last bench counts, and the table has every driver with what it is beside duet', () => {
  const table = driversTable([
    bench([OWN]),
    bench([OWN, benched('vegeta 12', [window({ p50_ms: 1.5 })])], '2026-12-01T00:00:00.000Z'),
  ]);
  expect(table).toContain('2026-12-01, on a machine; code abc1234');
  expect(table).toMatch(/open loop, 500 requests per second \| +node \| +\/light \| +duet \| +100 µs \|/);
  expect(table).toMatch(
    /vegeta 12 \| +100 µs \| +1\.50 ms \| +3\.00 ms \| +500 \| +1\.00 × \| +1\.50 × \| +1\.00 × \| +1 \|/,
  );
  expect(table).toContain('p50 +50.0 %, +0.50 ms (NOT within 10 % or 0.2 ms)');
  expect(linesIn(bench([OWN]))).toEqual([]);
  expect(driversTable([])).toContain('make bench-drivers');
});

/** What lies between: duet's own driver, whose probe and answers take 1 ms. */
const BETWEEN = { lag_p50_ms: 0.01, sent_p50_ms: 1, probe_p50_ms: 1, wake_ups: 1, driver_us: 90 };
const measured = benched('duet', [window(BETWEEN), window(BETWEEN), window(BETWEEN)]);
const linesOf = (more: Partial<Window>, others: BenchedDriver[] = []) => {
  const other = window({ ...BETWEEN, ...more });
  return linesIn(bench([measured, benched('vegeta 12', [other, other, other]), ...others]));
};

test.each<[Partial<Window>, string]>([
  [
    { p50_ms: 1.5, lag_p50_ms: 0.5, sent_p50_ms: 1.02 },
    'Of p50, its own lag is +0.49 ms; from sending on it is +2.0 %',
  ],
  [{ p50_ms: 1.5, lag_p50_ms: 0.5, sent_p50_ms: 1.02 }, 'so it is how late it sends'],
  [{ p50_ms: 1.5, sent_p50_ms: 1.5, probe_p50_ms: 1.05 }, 'and the rest is how late it reads'],
  [{ p50_ms: 1.5, sent_p50_ms: 1.5, probe_p50_ms: 1.45 }, 'so the service itself answers at another speed under it'],
  [{ cpu_us: 150, wake_ups: 0.5 }, 'Per request the service woke up 0.50 times, and 1.00 times under duet.'],
])('what lies beyond the targets is told by what was measured: %j', (more, text) => {
  expect(linesOf(more)).toEqual([expect.stringContaining(text)]);
});

test('what is within the targets needs no telling', () => {
  expect(linesOf({ lag_p50_ms: 0.5 })).toEqual([expect.stringMatching(/\(within 10 % or 0\.2 ms\)\.$/)]);
});

test('of the bare server nothing is demanded: it is what the drivers read of nothing', () => {
  const bare = [0.1, 0.4].map((sent_p50_ms, at) =>
    benched(at === 0 ? 'duet' : 'vegeta 12', [window({ ...BETWEEN, p50_ms: 5 * (at + 1), sent_p50_ms })], {
      stack: 'bare',
    }),
  );
  const lines = linesOf({ p50_ms: 1.5, sent_p50_ms: 1.5 }, bare);
  expect(lines).toEqual([expect.stringContaining('From sending on, it reads +0.30 ms of the bare server.')]);
  const table = driversTable([bench([measured, ...bare])]);
  expect(table).toMatch(/bare \| +\/light \| +vegeta 12 \| +0\.01 ms \| +0\.40 ms \| +1\.00 ms \| +1\.00 \| +90 µs \|/);
});

test('the page has the last bench that is kept', () => {
  expect(readPage('harness/load/README.md').text).toContain(driversTable(readKept(KEPT_FILE)));
});
