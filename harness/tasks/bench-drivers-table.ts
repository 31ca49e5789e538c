/** What the bench of the drivers keeps, the table that it writes, and whether the drivers agree. Pure but for I/O. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LoadKind, STACKS, type StackName } from '../results/schema.ts';
import { median } from '../stats/quantiles.ts';
import { circumstances, markdownTable } from './bench-table.ts';

/** Lines of all benches so far; only ever added to. */
const KEPT_FILE = fileURLToPath(new URL('./bench-drivers-runs.jsonl', import.meta.url));

/** What is asked of a service. */
export const ROUTES = ['/light', '/pooling/after'] as const;
export type Route = (typeof ROUTES)[number];

/** Metrics of a window: CPU of the service per request in microseconds, latencies in ms, answers per second. */
const METRICS = ['cpu_us', 'p50_ms', 'p99_ms', 'per_s'] as const;
type Metric = (typeof METRICS)[number];

export interface Window extends Record<Metric, number> {
  /** Open loops: the median of how late the driver itself was. It is in the latencies. */
  lag_p50_ms?: number;
}

/** One driver on one route of one service: a window in each round, null where it failed. */
export interface BenchedDriver {
  stack: StackName;
  route: Route;
  load: LoadKind;
  /** With its version. */
  driver: string;
  windows: (Window | null)[];
}

/** One bench. */
export interface KeptBench {
  at: string;
  commit: string;
  machine: string;
  /** Cores that others than the bench kept busy, on average over its windows. */
  others_cores: number;
  rate_per_s: number;
  clients: number;
  drivers: BenchedDriver[];
}

export function readKept(file = KEPT_FILE): KeptBench[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as KeptBench);
}

export const keep = (bench: KeptBench): void => appendFileSync(KEPT_FILE, `${JSON.stringify(bench)}\n`);

/** The name of duet's own driver, with which the others are compared. */
export const OWN = 'duet';
/** The CPU of a service under another driver may differ by so much … */
const MOST_CPU_SHARE = 0.1;
/** … and the median latency by the larger of the two. */
const MOST_P50 = { share: 0.1, ms: 0.2 };

/** One driver beside duet's own, in the rounds in which both have a window. */
export interface Compared {
  benched: BenchedDriver;
  /** The number of those rounds. */
  rounds: number;
  /** Medians over the rounds of what the driver read, divided by what duet's own did, and for p50 less that in ms. */
  cpuRatio: number;
  p50Ratio: number;
  p50Ms: number;
  rateRatio: number;
  isCpuWithin: boolean;
  isP50Within: boolean;
}

/** Every other driver beside duet's own, on the same load of the same service. */
export function compareDrivers({ drivers }: Pick<KeptBench, 'drivers'>): Compared[] {
  return drivers.flatMap((benched) => {
    const { stack, route, load, driver, windows } = benched;
    const own = drivers.find((one) => {
      return one.driver === OWN && one.stack === stack && one.route === route && one.load === load;
    });
    if (driver === OWN || own === undefined) return [];
    const pairs = windows.flatMap((window, round) => {
      const ofOwn = own.windows[round] ?? null;
      return window === null || ofOwn === null ? [] : [[window, ofOwn] as const];
    });
    if (pairs.length === 0) return [];
    const of = (read: (window: Window, ofOwn: Window) => number) =>
      median(pairs.map(([one, other]) => read(one, other)));
    const ratio = (metric: Metric) => of((one, other) => one[metric] / other[metric]);
    const p50Ms = of((one, other) => one.p50_ms - other.p50_ms);
    const [cpuRatio, p50Ratio] = [ratio('cpu_us'), ratio('p50_ms')];
    return [
      {
        ...{ benched, rounds: pairs.length, cpuRatio, p50Ratio, p50Ms, rateRatio: ratio('per_s') },
        isCpuWithin: Math.abs(cpuRatio - 1) <= MOST_CPU_SHARE,
        isP50Within: Math.abs(p50Ratio - 1) <= MOST_P50.share || Math.abs(p50Ms) <= MOST_P50.ms,
      },
    ];
  });
}

const TITLES: Record<LoadKind, (bench: KeptBench) => string> = {
  open: ({ rate_per_s }) => `open loop, ${rate_per_s} requests per second`,
  closed: ({ clients }) => `closed loop, ${clients} clients`,
};

/** The last bench as Markdown: when and where, a table, and what of it is within the targets. */
export function driversTable(kept: readonly KeptBench[]): string {
  const bench = kept.at(-1);
  if (bench === undefined) return 'Nothing is kept yet: `make bench-drivers` measures.';
  const compared = compareDrivers(bench);
  const rows = (['open', 'closed'] as const).flatMap((load) =>
    STACKS.flatMap((stack) =>
      ROUTES.flatMap((route) =>
        bench.drivers
          .filter((one) => one.load === load && one.stack === stack && one.route === route)
          .map((one) => rowOf(one, compared, bench)),
      ),
    ),
  );
  const header = [
    ...['load', 'stack', 'route', 'driver', 'CPU', 'p50', 'p99', 'lag p50', 'per s'],
    ...['÷ duet: CPU', 'p50', 'rate', 'rounds'],
  ];
  const others = `Other processes kept ${bench.others_cores.toFixed(2)} cores busy meanwhile.`;
  const where = `${circumstances('bench', [bench])}. ${others}`;
  return [
    `${where} Medians over the rounds, and of the ratios round by round; CPU is that of the service per request.`,
    markdownTable(header, rows),
    targetLines(bench)
      .map((line) => `- ${line}`)
      .join('\n'),
  ]
    .join('\n\n')
    .trimEnd();
}

function rowOf(one: BenchedDriver, compared: readonly Compared[], bench: KeptBench): string[] {
  const windows = one.windows.filter((window) => window !== null);
  const of = (metric: Metric) => median(windows.map((window) => window[metric]));
  const beside = compared.find(({ benched }) => benched === one);
  const ratio = (value: number | undefined) => (value === undefined ? '' : `${value.toFixed(2)} ×`);
  const title = TITLES[one.load](bench);
  if (windows.length === 0) return [title, one.stack, one.route, one.driver, ...Array(8).fill('–'), '0'];
  return [
    ...[title, one.stack, one.route, one.driver],
    ...[`${of('cpu_us').toFixed(0)} µs`, `${of('p50_ms').toFixed(2)} ms`, `${of('p99_ms').toFixed(2)} ms`],
    lagText(windows),
    Math.round(of('per_s')).toLocaleString('en-US'),
    ...[ratio(beside?.cpuRatio), ratio(beside?.p50Ratio), ratio(beside?.rateRatio)],
    String(windows.length),
  ];
}

/** A closed loop has none. */
function lagText(windows: readonly Window[]): string {
  const lags = windows.flatMap(({ lag_p50_ms }) => (lag_p50_ms === undefined ? [] : [lag_p50_ms]));
  return lags.length === 0 ? '–' : `${median(lags).toFixed(2)} ms`;
}

/** Each comparison, and whether it is within the targets. */
export const targetLines = (bench: KeptBench): string[] => compareDrivers(bench).map((one) => targetLine(one, bench));

function targetLine(
  { benched, isCpuWithin, isP50Within, cpuRatio, p50Ratio, p50Ms }: Compared,
  bench: KeptBench,
): string {
  const { driver, stack, route, load } = benched;
  const word = (is: boolean) => (is ? 'within' : 'NOT within');
  const sign = (value: number) => (value >= 0 ? '+' : '−');
  const cpu = `CPU of the service ${sign(cpuRatio - 1)}${Math.abs(100 * (cpuRatio - 1)).toFixed(1)} % (${word(isCpuWithin)} ${100 * MOST_CPU_SHARE} %)`;
  const limit = `${100 * MOST_P50.share} % or ${MOST_P50.ms} ms`;
  const p50 = `p50 ${sign(p50Ratio - 1)}${Math.abs(100 * (p50Ratio - 1)).toFixed(1)} %, ${sign(p50Ms)}${Math.abs(p50Ms).toFixed(2)} ms (${word(isP50Within)} ${limit})`;
  return `${driver}, ${stack} ${route}, ${TITLES[load](bench)}: ${cpu}; ${p50}.`;
}
