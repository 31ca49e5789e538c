/** One window of a closed loop in turns: what the same requests cost each of several processes, in CPU time and in time. */
import { sumOfMemory } from '../../lab/process-table.ts';
import type { Service } from '../../lab/services.ts';
import type { ClosedLoopResult } from '../../load/closed-loop.ts';
import type { Check } from '../../load/outcome.ts';
import { driverReport } from '../../load/saturation.ts';
import { closedLoopsInTurns, type Party } from '../../load/turns.ts';
import { startCpuAccount } from '../cpu-metric.ts';
import type { Measurement } from '../pattern.ts';

type Measured = Pick<Service, 'pid' | 'processes'>;

/** One process of the service of a side, or all that belong together. */
export interface MeasuredParty extends Party {
  service: Measured;
}

export interface Window {
  clients: number;
  /** The turns of each party: an even number, so that each is the first of two equally often. */
  turns: number;
  /** The requests in a turn. */
  turn: number;
  check: Check;
}

/** One measurement for each party, in their order. */
export async function measureInTurns(
  parties: readonly MeasuredParty[],
  { clients, turns, turn, check }: Window,
): Promise<Measurement[]> {
  const accounts = parties.map(({ service }) => startCpuAccount(service));
  const loads = await closedLoopsInTurns(parties, { clients, turns, requests: turn, check });
  const costs = loads.map(({ sent }, index) => accounts[index]?.(sent));
  return loads.map((load, index) => measurementOf(load, parties[index]?.service as Measured, costs[index]));
}

function measurementOf(load: ClosedLoopResult, service: Measured, cpu: Record<string, number> = {}): Measurement {
  // Peaks of several processes need not coincide: their sum is a bound.
  const memory = sumOfMemory(service.processes?.() ?? [service.pid]);
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
