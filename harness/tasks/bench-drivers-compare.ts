/** Whether other drivers read what duet's own does, and what lies between them where they do not. Pure. */
import type { Estimate } from '../results/schema.ts';
import { LEVEL, logRatioInterval } from '../stats/interval.ts';
import { median } from '../stats/quantiles.ts';
import {
  BETWEEN,
  type BenchedDriver,
  type Between,
  type KeptBench,
  type Metric,
  OWN,
  type Window,
} from './bench-drivers-kept.ts';

/** The CPU of a service under another driver may differ by so much … */
export const MOST_CPU_SHARE = 0.1;
/** … and a median latency by the larger of the two. */
export const MOST_P50 = { share: 0.1, ms: 0.2 };

/** One value beside that of duet's own driver: medians over the rounds, of the ratios and of the differences. */
export interface Beside {
  ratio: number;
  more: number;
  /** The medians themselves: of the other, and of duet's own. */
  value: number;
  own: number;
}

/**
 * Why a median latency is another one.
 * - `own-lag`: from when requests were sent it is the same one, so it is how late the driver sent.
 * - `own-reading`: the probe reads the same under both drivers, so the service is as fast, and the rest is the driver's reading.
 * - `service`: the probe differs, too, so the service itself answers at another speed.
 */
export type Cause = 'own-lag' | 'own-reading' | 'service';

/**
 * Whether the CPU of a service is within its limits of what it is under duet's own driver: `within` and `beyond` where the
 * ratio is, and is told apart from the other side by its interval; `uncertain` where the interval has both.
 */
export type CpuVerdict = 'within' | 'beyond' | 'uncertain';

/** One driver beside duet's own, in the rounds in which both have a window. */
export interface Compared {
  benched: BenchedDriver;
  /** The number of those rounds. */
  rounds: number;
  cpu: Beside;
  /** The geometric mean of the ratios of CPU, with its interval over the rounds; its bounds are null below three rounds. */
  cpuRatio: Estimate;
  p50: Beside;
  rate: Beside;
  cpuVerdict: CpuVerdict;
  isP50Within: boolean;
  /** What was measured of it. */
  between: Partial<Record<Between, Beside>>;
  /** Absent where p50 is within its limits, and where that was not measured. */
  cause?: Cause;
}

/** Every other driver beside duet's own, on the same load of the same service. */
export function compareDrivers({ drivers }: Pick<KeptBench, 'drivers'>): Compared[] {
  return drivers.flatMap((benched) => {
    const { stack, route, load, driver, windows } = benched;
    const own = drivers.find((one) => {
      return one.driver === OWN && one.stack === stack && one.route === route && one.load === load;
    });
    if (driver === OWN || own === undefined) return [];
    const pairs = windows.flatMap((window, round): Pair[] => {
      const ofOwn = own.windows[round] ?? null;
      return window === null || ofOwn === null ? [] : [[window, ofOwn]];
    });
    const [cpu, p50, rate] = (['cpu_us', 'p50_ms', 'per_s'] as const).map((metric) => beside(pairs, metric));
    if (cpu === undefined || p50 === undefined || rate === undefined) return [];
    const cpuRatio = logRatioInterval(
      pairs.map(([other]) => other.cpu_us),
      pairs.map(([, ofOwn]) => ofOwn.cpu_us),
      LEVEL,
    );
    const between = betweenOf(pairs);
    const isP50Within = isLatencyWithin(p50);
    const cause = isP50Within ? undefined : causeOf(between);
    return [
      {
        ...{ benched, rounds: pairs.length, cpu, cpuRatio, p50, rate },
        ...{ cpuVerdict: cpuVerdictOf(cpuRatio), isP50Within, between },
        ...(cause === undefined ? {} : { cause }),
      },
    ];
  });
}

function cpuVerdictOf({ low, high }: Estimate): CpuVerdict {
  if (low === null || high === null) return 'uncertain';
  const [least, most] = [1 - MOST_CPU_SHARE, 1 + MOST_CPU_SHARE];
  if (low >= least && high <= most) return 'within';
  return high < least || low > most ? 'beyond' : 'uncertain';
}

export const isLatencyWithin = ({ ratio, more }: Beside): boolean =>
  Math.abs(ratio - 1) <= MOST_P50.share || Math.abs(more) <= MOST_P50.ms;

/** The same round of another driver and of duet's own. */
type Pair = readonly [other: Window, own: Window];

function beside(pairs: readonly Pair[], metric: Metric | Between): Beside | undefined {
  const both = pairs.flatMap(([{ [metric]: one }, { [metric]: own }]) =>
    one === undefined || own === undefined ? [] : [{ one, own }],
  );
  if (both.length === 0) return undefined;
  return {
    ratio: median(both.map(({ one, own }) => one / own)),
    more: median(both.map(({ one, own }) => one - own)),
    value: median(both.map(({ one }) => one)),
    own: median(both.map(({ own }) => own)),
  };
}

function betweenOf(pairs: readonly Pair[]): Compared['between'] {
  const all = BETWEEN.flatMap((name) => {
    const one = beside(pairs, name);
    return one === undefined ? [] : [[name, one] as const];
  });
  return Object.fromEntries(all);
}

function causeOf({ sent_p50_ms: sent, probe_p50_ms: probe }: Compared['between']): Cause | undefined {
  if (sent === undefined || probe === undefined) return undefined;
  if (isLatencyWithin(sent)) return 'own-lag';
  return isLatencyWithin(probe) ? 'own-reading' : 'service';
}
