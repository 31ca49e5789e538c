/** One setting at several rates, and the knee: the highest rate that it bears. */
import { closedLoop } from '../../load/closed-loop.ts';
import { connectionsOf, countingWindows, neverBlocked, type TuneCell, type TuneWindow } from '../../results/tune.ts';
import type { Arm, Bench } from './bench.ts';
import { measure } from './window.ts';

export interface LoadCurve {
  /** Ascending by rate. */
  windows: TuneWindow[];
  /** Null: not even the lowest rate is borne. */
  kneePerS: number | null;
  /** What it serves when it always has enough to do (closed loop), per second. */
  capacityPerS: number;
}

/** A rate is borne as long as p95 is at most so many times what it is at the lowest rate … */
const MOST_SLOWDOWN = 3;
/** … and no more than this share of the requests goes unserved. */
const MOST_UNSERVED = 0.01;
/** Windows beyond those at half the target and at the target, each of which halves what is not known. */
const STEPS = 3;
/** The knee is looked for up to this multiple of the target; a rate far beyond it is of no use. */
const FARTHEST = 8;
const MOST_CLIENTS = 128;

/**
 * All on one process, one window after the other: each begins when the last one's requests are settled.
 * @param known at the target, where the setting was measured there a moment ago.
 */
export async function measureLoadCurve(
  windowMs: number,
  arm: Arm,
  bench: Bench,
  known?: TuneWindow,
): Promise<LoadCurve> {
  const windows: TuneWindow[] = known === undefined ? [] : [known];
  const at = async (ratePerS: number) => {
    const load = { ratePerS, durationMs: windowMs, arrivals: bench.arrivals, seed: bench.seed };
    const window = await measure('load-curve', arm, load, bench);
    windows.push(window);
    return window;
  };
  const lowest = await at(bench.ratePerS / 2);
  const bears = (window: TuneWindow) => isBorne(window, lowest);
  const bearsTarget = bears(known ?? (await at(bench.ratePerS)));
  const capacityPerS = await capacityOf(arm, bench);
  let low = bearsTarget ? bench.ratePerS : bench.ratePerS / 2;
  let high = bearsTarget ? farEnd(bench.ratePerS, capacityPerS) : bench.ratePerS;
  if (bears(lowest)) {
    for (let step = 0; step < STEPS; step++) {
      const between = Math.sqrt(low * high);
      if (bears(await at(between))) low = between;
      else high = between;
    }
  }
  return {
    windows: windows.toSorted((one, other) => one.rate_per_s - other.rate_per_s),
    kneePerS: bears(lowest) ? low : null,
    capacityPerS,
  };
}

/** The window that says most of a setting: whatever else the machine does only makes requests slower. Undefined for one without answers. */
export function leastDisturbed(cell: TuneCell): TuneWindow | undefined {
  const answered = countingWindows(cell).filter(({ p95_ms }) => p95_ms !== null);
  return answered.toSorted((one, other) => (one.p95_ms as number) - (other.p95_ms as number))[0];
}

/** Whether a rate is borne. @param lowest the window at the lowest rate. */
export function isBorne(window: TuneWindow, lowest: TuneWindow): boolean {
  const { sent, completed, p95_ms } = window;
  if (p95_ms === null || lowest.p95_ms === null) return false;
  return sent - completed <= MOST_UNSERVED * sent && p95_ms <= MOST_SLOWDOWN * lowest.p95_ms;
}

/** Nothing bears more than it can serve; but a short closed loop may have been unlucky. */
const farEnd = (targetPerS: number, capacityPerS: number): number =>
  Math.min(FARTHEST * targetPerS, Math.max(1.2 * capacityPerS, 1.5 * targetPerS));

async function capacityOf({ client, service, setting }: Arm, { least, pools = 1, signal }: Bench): Promise<number> {
  const connections = connectionsOf(setting);
  const clients = Math.min(4 * pools * connections, MOST_CLIENTS, pools * neverBlocked(least, connections));
  const { perSecond } = await closedLoop(client, service.request, {
    clients,
    durationMs: 1_000,
    check: service.check,
  });
  signal.throwIfAborted();
  return perSecond;
}
