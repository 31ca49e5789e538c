/** A service under a short closed loop, again and again: what a request costs it, in CPU time and in time. */
import type { Lab } from '../../lab/lab.ts';
import { processMemory } from '../../lab/process-table.ts';
import type { HttpRequest } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import { isOkContaining } from '../../load/outcome.ts';
import { driverReport } from '../../load/saturation.ts';
import type { StackName } from '../../results/schema.ts';
import { type Measurement, type Phase, startCpuAccount, type TrialContext } from '../pattern.ts';
import type { Sizes } from '../profiles.ts';
import { sendRequests } from './send-requests.ts';

export interface Load {
  /** Request `n` of a window, from 0: every window of either side asks the same. */
  request(variant: string, n: number, sizes: Sizes): HttpRequest;
  /** What the answer to request `n` contains. */
  expected(n: number, sizes: Sizes): string;
  prepare?: (lab: Lab) => Promise<void>;
  /**
   * Requests before the first window. A fixed number: with "until steady" the two sides would be warmed differently,
   * and the compiler's last bursts would fall into the windows of one of them.
   */
  warmUp: Record<StackName, number>;
  /** Windows of each side in a block. */
  windows: number;
  control: NonNullable<Phase['control']>;
}

/** What reading the accounts and the processes of the machine adds to a window, in ms. */
const AROUND_WINDOW_MS = 15;

export function loadPhase({ request, expected, prepare, warmUp, windows, control }: Load): Phase {
  return {
    name: 'load',
    start: {},
    // Its peak memory is judged, so nothing else may have used the process.
    fresh: 'per-phase',
    trialsPerBlock: () => windows,
    ...(prepare === undefined ? {} : { prepare }),
    warmUp: ({ client, service, variant, sizes }) =>
      sendRequests(client, (n) => request(variant, n, sizes), {
        clients: sizes.capacity_clients,
        requests: warmUp[service.stack],
      }),
    trial: measure,
    control,
    expectedMs: (_variant, { capacity_ms }) => capacity_ms + AROUND_WINDOW_MS,
  };

  async function measure({ client, service, variant, sizes }: TrialContext): Promise<Measurement> {
    const cpuSince = startCpuAccount(service);
    const load = await closedLoop(client, (n) => request(variant, n, sizes), {
      clients: sizes.capacity_clients,
      durationMs: sizes.capacity_ms,
      check: isOkContaining((n) => expected(n, sizes)),
    });
    const cpu = cpuSince(load.sent);
    const memory = processMemory(service.pid);
    return {
      metrics: {
        ...cpu,
        capacity: load.perSecond,
        ...(load.completed === 0 ? {} : { p50: load.serviceTime.quantileMs(0.5) }),
        ...(memory === undefined ? {} : { peak_rss: memory.peakRssBytes }),
      },
      ...driverReport(load),
    };
  }
}
