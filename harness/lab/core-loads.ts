/** How busy each core is now. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProc } from './proc.ts';

/** 25 ticks of /proc/stat: long enough to tell a busy core from an idle one. */
const WATCHED_MS = 250;

/** The share of each core that is busy over a quarter of a second; empty where there is no /proc. */
export async function watchCores(): Promise<Map<number, number>> {
  const before = readProc('stat');
  if (before === undefined) return new Map();
  await sleep(WATCHED_MS);
  return coreLoads(before, readProc('stat') ?? '');
}

/**
 * The share of its ticks that each core was not idle, between two texts of /proc/stat (proc_stat(5)). Time that it waited
 * for a disk is idle time. Cores of which nothing is known are not in it.
 */
export function coreLoads(before: string, after: string): Map<number, number> {
  const [then, now] = [ticksOf(before), ticksOf(after)];
  const loads = new Map<number, number>();
  for (const [core, { idle, all }] of now) {
    const earlier = then.get(core);
    if (earlier === undefined || all <= earlier.all) continue;
    loads.set(core, 1 - (idle - earlier.idle) / (all - earlier.all));
  }
  return loads;
}

/** The states up to `steal`; the time of guests is in that of users already. */
const STATES = 8;
const [IDLE, IO_WAIT] = [3, 4];

function ticksOf(stat: string): Map<number, { idle: number; all: number }> {
  const lines = stat.matchAll(/^cpu(\d+) +(.*)$/gm);
  return new Map(
    [...lines].map(([, core, text = '']) => {
      const ticks = text.split(' ').slice(0, STATES).map(Number);
      const idle = (ticks[IDLE] ?? 0) + (ticks[IO_WAIT] ?? 0);
      return [Number(core), { idle, all: ticks.reduce((sum, one) => sum + one, 0) }];
    }),
  );
}
