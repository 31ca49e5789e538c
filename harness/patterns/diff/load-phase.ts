/** A service under a short closed loop, again and again: what a request costs it, in CPU time and in time. */
import type { Lab } from '../../lab/lab.ts';
import type { HttpRequest } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { isOkContaining } from '../../load/outcome.ts';
import type { Sizes, StackName } from '../../results/schema.ts';
import type { Measurement, Phase, TrialContext } from '../pattern.ts';
import { measureInTurns } from './load-window.ts';

/**
 * Requests of a process: before its first window, and in each turn of each window. Fixed numbers, for compilers and garbage
 * collectors work in bursts that come with the n-th request: so they come to both sides in the same window. None should
 * come near the end, where a small change of the code may move it out or in, or among the windows that are repeated.
 */
export interface Extent {
  warmUp: number;
  /** The turns of each side in a window: an even number, so that each side is the first of two equally often. */
  turns: number;
  turn: number;
  /** What the warm-up takes, in ms, on the machine of the README. */
  warmUpMs: number;
}

export interface Load {
  /** Request `n` of a window, from 0: every window of either side asks the same. */
  request(variant: string, n: number, sizes: Sizes): HttpRequest;
  /** What the answer to request `n` contains. */
  expected(n: number, sizes: Sizes): string;
  prepare?: (lab: Lab) => Promise<void>;
  extent: Record<StackName, Extent>;
}

/** Many short ones: what else goes on in the machine then touches both sides equally. */
export const WINDOWS = 8;
/** What a window takes in either stack, on the machine of the README, with reading the accounts around it. */
const WINDOW_MS = 110;

export function loadPhase({ request, expected, prepare, extent }: Load): Phase {
  return {
    name: 'load',
    start: { place: 'by-phase' },
    core: 'shared',
    fresh: 'per-block',
    trialsPerBlock: () => WINDOWS,
    ...(prepare === undefined ? {} : { prepare }),
    warmUp: async ({ client, service, variant, sizes }) => {
      const { warmUp } = extent[service.stack];
      await closedLoop(client, (n) => request(variant, n, sizes), {
        clients: sizes.capacity_clients,
        requests: warmUp,
      });
    },
    trial: async (context) => {
      const [measurement] = await measure([context]);
      return measurement as Measurement;
    },
    inTurns: measure,
    // Where phases share a process only the first one finds it fresh, and so is like a control that is, too.
    control: { variant: 'after', ifAlone: true, everyBlocks: 2 },
    expectedWarmUpMs: (stack) => extent[stack].warmUpMs,
    expectedMs: () => WINDOW_MS,
  };

  async function measure(contexts: readonly TrialContext[]): Promise<Measurement[]> {
    const [{ service, sizes }] = contexts as [TrialContext];
    const { turns, turn } = extent[service.stack];
    const parties = contexts.map((context) => ({
      ...{ client: context.client, service: context.service },
      requestOf: (n: number) => request(context.variant, n, sizes),
    }));
    const check = isOkContaining((n) => expected(n, sizes));
    return measureInTurns(parties, { clients: sizes.capacity_clients, turns, turn, check });
  }
}
