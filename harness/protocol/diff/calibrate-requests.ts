/** How long the requests of a reader's service take, once, on base: from that their numbers are chosen. */
import type { TrialLab } from '../../lab/lab.ts';
import { pinProcesses, placement } from '../../lab/placement.ts';
import { processesOf, type Service } from '../../lab/services.ts';
import { openClient } from '../../load/client.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import type { Asking } from '../../requests/asking.ts';
import type { RequestTimes } from '../../requests/choose-load.ts';
import { median } from '../../stats/quantiles.ts';
import { watchDeaths } from '../deaths.ts';
import { ANSWER_TIMEOUT_MS } from '../trial-services.ts';

/** A fresh process is slow at first; what counts is what it takes after that. In ms. */
const WARM_MS = 300;
const TIMED_MS = 200;
/** Requests that are sent alone. */
const ALONE = 7;

export interface CalibrateOptions {
  asking: Asking;
  clients: number;
  signal: AbortSignal;
}

/**
 * The times of each request by its name, with the service on the core on which the closed loops will be measured.
 * @throws DuetError when the service or something of the lab dies.
 */
export async function calibrateRequests(
  lab: TrialLab,
  service: Service<'service'>,
  { asking, clients, signal }: CalibrateOptions,
): Promise<Map<string, RequestTimes>> {
  if (placement.rest !== undefined) pinProcesses(processesOf(service), placement.rest);
  await using client = openClient(service.url, { connections: clients, timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const times = new Map<string, RequestTimes>();
  for (const { name } of asking.requests) {
    const where = { variant: name, side: service.side ?? 'base', phase: 'calibration' };
    const found = await watchDeaths({ watched: [lab, service], where, signal }, async () => {
      const { requestOf, check } = await asking.of(service, name, signal);
      await closedLoop(client, requestOf, { clients, durationMs: WARM_MS, check });
      signal.throwIfAborted();
      const { elapsedMs, perSecond, sent } = await closedLoop(client, requestOf, {
        clients,
        durationMs: TIMED_MS,
        check,
      });
      const alone: number[] = [];
      for (let n = 0; n < ALONE; n++) {
        signal.throwIfAborted();
        alone.push((await client.send(requestOf(n))).ms);
      }
      return { perRequestMs: perSecond > 0 ? 1_000 / perSecond : elapsedMs / sent, singleMs: median(alone) };
    });
    times.set(name, found);
  }
  return times;
}
