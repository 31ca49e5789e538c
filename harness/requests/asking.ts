/** What the processes of a reader's service are asked, each first for what the requests need of it. */
import type { HttpRequest } from '../load/client.ts';
import type { Check } from '../load/outcome.ts';
import type { SideName } from '../results/schema.ts';
import type { NamedRequest, Taken } from '../service/prepared.ts';

/** What a side is asked. The requests of both have the same names. */
export interface Asked {
  readonly requests: readonly NamedRequest[];
  /** A request that is sent to each process before all others. */
  readonly first?: { send(url: string, signal: AbortSignal): Promise<Taken> };
}

/** The requests of a name, for one process. */
export interface ProcessRequests {
  readonly named: NamedRequest;
  /** Request `n` of a load, from 0. */
  requestOf(n: number): HttpRequest;
  readonly check: Check;
}

/** A process of the service, as far as asking goes. */
interface AskedProcess {
  readonly url: string;
  readonly side?: SideName;
}

export interface Asking {
  readonly requests: readonly NamedRequest[];
  /** Starts an account of what PostgreSQL computes for the processes of a service, in ms, where duet can tell. */
  readonly databaseCpu?: (processes: () => readonly number[]) => () => number | undefined;
  /** @throws what the first request throws. */
  of(service: AskedProcess, name: string, signal: AbortSignal): Promise<ProcessRequests>;
}

/** Remembers what the first request gave in each process. */
export function openAsking(
  sides: Readonly<Record<SideName, Asked>>,
  accounts: Pick<Asking, 'databaseCpu'> = {},
): Asking {
  const taken = new WeakMap<AskedProcess, Promise<Taken>>();
  return {
    ...accounts,
    requests: sides.head.requests,
    async of(service, name, signal) {
      const { requests, first } = sides[service.side ?? 'head'];
      const named = requests.find((one) => one.name === name);
      if (named === undefined) throw new Error(`there is no request ${name}`);
      const known = taken.get(service) ?? first?.send(service.url, signal) ?? Promise.resolve({});
      taken.set(service, known);
      const values = await known;
      return { named, requestOf: (n) => named.request(n, values), check: named.check };
    },
  };
}
