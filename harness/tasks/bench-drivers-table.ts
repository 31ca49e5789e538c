/** The tables that the bench of the drivers writes, and the line for each comparison. Pure. */
import { type Estimate, type LoadKind, STACKS } from '../results/schema.ts';
import { median } from '../stats/quantiles.ts';
import {
  type Beside,
  type Compared,
  type CpuVerdict,
  compareDrivers,
  isLatencyWithin,
  MOST_CPU_SHARE,
  MOST_P50,
} from './bench-drivers-compare.ts';
import {
  BETWEEN,
  type BenchedDriver,
  type Between,
  type KeptBench,
  type LastBenches,
  LOADS,
  lastOfEachLoad,
  type Metric,
  ROUTES,
} from './bench-drivers-kept.ts';
import { circumstances, markdownTable } from './bench-table.ts';

const TITLES: Record<LoadKind, (bench: LastBenches) => string> = {
  open: ({ rate_per_s }) => `open loop, ${rate_per_s} requests per second`,
  closed: ({ clients }) => `closed loop, ${clients} clients`,
};

/** The last benches as Markdown: when and where, the tables, and what of it is within the targets. */
export function driversTable(kept: readonly KeptBench[]): string {
  if (kept.length === 0) return 'Nothing is kept yet: `make bench-drivers` measures.';
  const bench = lastOfEachLoad(kept);
  const compared = compareDrivers(bench);
  const drivers = LOADS.flatMap((load) =>
    [...STACKS, 'bare' as const].flatMap((stack) =>
      ROUTES.flatMap((route) =>
        bench.drivers.filter((one) => one.load === load && one.stack === stack && one.route === route),
      ),
    ),
  );
  const busiest = Math.max(...bench.benches.map(({ others_cores }) => others_cores));
  const others = `Other processes kept ${busiest.toFixed(2)} cores busy meanwhile.`;
  const where = `${circumstances(bench.benches.length === 1 ? 'bench' : 'benches', bench.benches)}. ${others}`;
  return [
    `${where} Medians over the rounds, and of the ratios round by round; CPU is that of the service per request.`,
    markdownTable(
      [...NAMES, ...READ.map(([, title]) => title), '÷ duet: CPU', 'p50', 'rate', 'rounds'],
      drivers.map((one) => readRow(one, compared, bench)),
    ),
    ...betweenTable(drivers, bench),
    targetLines(bench)
      .map((line) => `- ${line}`)
      .join('\n'),
  ]
    .join('\n\n')
    .trimEnd();
}

const NAMES = ['load', 'stack', 'route', 'driver'];
const namesOf = ({ load, stack, route, driver }: BenchedDriver, bench: LastBenches) => [
  ...[TITLES[load](bench), stack, route, driver],
];

const us = (value: number) => `${value.toFixed(0)} µs`;
const ms = (value: number) => `${value.toFixed(2)} ms`;

const READ: readonly (readonly [Metric, title: string, text: (value: number) => string])[] = [
  ['cpu_us', 'CPU', us],
  ['p50_ms', 'p50', ms],
  ['p99_ms', 'p99', ms],
  ['per_s', 'per s', (value) => Math.round(value).toLocaleString('en-US')],
];

const MEASURED_BETWEEN: readonly (readonly [Between, title: string, text: (value: number) => string])[] = [
  ['lag_p50_ms', 'lag p50', ms],
  ['sent_p50_ms', 'p50 from sending', ms],
  ['probe_p50_ms', 'probe p50', ms],
  ['wake_ups', 'wake-ups', (value) => value.toFixed(2)],
  ['driver_us', 'CPU of the driver', us],
];

/** The median over the windows that have the value. */
function cell(one: BenchedDriver, metric: Metric | Between, text: (value: number) => string): string {
  const values = one.windows.flatMap((window) => window?.[metric] ?? []);
  return values.length === 0 ? '–' : text(median(values));
}

function readRow(one: BenchedDriver, compared: readonly Compared[], bench: LastBenches): string[] {
  const beside = compared.find(({ benched }) => benched === one);
  const ratio = (value: Beside | undefined) => (value === undefined ? '' : `${value.ratio.toFixed(2)} ×`);
  return [
    ...namesOf(one, bench),
    ...READ.map(([metric, , text]) => cell(one, metric, text)),
    ...[ratio(beside?.cpu), ratio(beside?.p50), ratio(beside?.rate)],
    String(one.windows.filter((window) => window !== null).length),
  ];
}

/** None where nothing of it was measured. */
function betweenTable(drivers: readonly BenchedDriver[], bench: LastBenches): string[] {
  const has = ({ windows }: BenchedDriver) =>
    windows.some((window) => BETWEEN.some((name) => window?.[name] !== undefined));
  if (!drivers.some(has)) return [];
  return [
    'What lies between the drivers. The probe is a few requests of duet’s client beside each of them; wake-ups are those of the service per request, and the CPU of the driver is per request, too. The bare server does nothing: what drivers read of it is their own.',
    markdownTable(
      [...NAMES, ...MEASURED_BETWEEN.map(([, title]) => title)],
      drivers.map((one) => [
        ...namesOf(one, bench),
        ...MEASURED_BETWEEN.map(([name, , text]) => cell(one, name, text)),
      ]),
    ),
  ];
}

/** Each comparison on a service: whether it is within the targets, and what was measured of it where it is not. */
export function targetLines(bench: LastBenches): string[] {
  const all = compareDrivers(bench);
  const bareOf = ({ benched }: Compared) =>
    all.find(({ benched: { stack, load, driver } }) => {
      return stack === 'bare' && load === benched.load && driver === benched.driver;
    });
  return all
    .filter(({ benched }) => benched.stack !== 'bare')
    .map((one) => [targetLine(one, bench), ...whyCpu(one, bareOf(one)), ...whyP50(one, bareOf(one))].join(' '));
}

const word = (is: boolean) => (is ? 'within' : 'NOT within');
const signed = (value: number, text: (absolute: number) => string) =>
  `${value >= 0 ? '+' : '−'}${text(Math.abs(value))}`;
const share = ({ ratio }: Beside) => percent(ratio);
const more = (value: Beside) => `${share(value)}, ${signed(value.more, ms)}`;
const limits = ({ low, high }: Estimate) =>
  low === null || high === null ? '' : `, ${percent(low)} to ${percent(high)}`;
const percent = (ratio: number) => signed(ratio - 1, (value) => `${(100 * value).toFixed(1)} %`);
const P50_LIMIT = `${100 * MOST_P50.share} % or ${MOST_P50.ms} ms`;

const CPU_LIMIT = `${100 * MOST_CPU_SHARE} %`;
const CPU_VERDICTS: Record<CpuVerdict, string> = {
  within: `within ${CPU_LIMIT}`,
  beyond: `NOT within ${CPU_LIMIT}`,
  uncertain: `whether it is within ${CPU_LIMIT} cannot be told`,
};

function targetLine({ benched, cpuVerdict, isP50Within, cpuRatio, p50 }: Compared, bench: LastBenches): string {
  const { driver, stack, route, load } = benched;
  const cpuText = `CPU of the service ${percent(cpuRatio.value)}${limits(cpuRatio)} (${CPU_VERDICTS[cpuVerdict]})`;
  const p50Text = `p50 ${more(p50)} (${word(isP50Within)} ${P50_LIMIT})`;
  return `${driver}, ${stack} ${route}, ${TITLES[load](bench)}: ${cpuText}; ${p50Text}.`;
}

function whyCpu({ cpuVerdict, between, benched }: Compared, bare: Compared | undefined): string[] {
  const { wake_ups, driver_us } = between;
  if (cpuVerdict === 'within' || wake_ups === undefined) return [];
  return [
    `Per request the service woke up ${wake_ups.value.toFixed(2)} times, and ${wake_ups.own.toFixed(2)} times under duet.`,
    ...(bare === undefined
      ? []
      : [`The CPU of the bare server is ${percent(bare.cpuRatio.value)}${limits(bare.cpuRatio)} under it.`]),
    ...(benched.load === 'open' ? [] : driverText(driver_us)),
  ];
}

const CAUSES: Record<NonNullable<Compared['cause']>, string> = {
  'own-lag': 'so it is how late it sends',
  'own-reading': 'so the service is as fast under both, and the rest is how late it reads',
  service: 'so the service itself answers at another speed under it',
};

function whyP50({ isP50Within, between, cause, benched, cpuVerdict }: Compared, bare: Compared | undefined): string[] {
  if (isP50Within) return [];
  const { lag_p50_ms: lag, sent_p50_ms: sent, probe_p50_ms: probe, driver_us } = between;
  if (benched.load === 'closed') return cpuVerdict === 'within' ? driverText(driver_us) : [];
  if (cause === undefined || lag === undefined || sent === undefined || probe === undefined) return [];
  const within = (value: Beside) => `${more(value)} (${word(isLatencyWithin(value))})`;
  const bareSent = bare?.between.sent_p50_ms;
  return [
    `Of p50, its own lag is ${signed(lag.more, ms)}; from sending on it is ${within(sent)}, and the probe reads ${within(probe)} beside it: ${CAUSES[cause]}.`,
    ...(bareSent === undefined ? [] : [`From sending on, it reads ${signed(bareSent.more, ms)} of the bare server.`]),
  ];
}

/** A closed loop asks as often as its driver can, and that shares a core with PostgreSQL. */
const driverText = (driver: Beside | undefined): string[] =>
  driver === undefined
    ? []
    : [`The driver itself needs ${us(driver.value)} of CPU per request, and duet ${us(driver.own)}.`];
