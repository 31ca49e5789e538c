/**
 * What puts the load of a trial on a service: duet's own driver, or a program that others wrote (harness/drivers/). Each of
 * these keeps to one of the two loads, and duet's own drives the other.
 */
import type { Client, HttpRequest } from './client.ts';
import { type ClosedLoopResult, closedLoop } from './closed-loop.ts';
import { type DriverCost, measureDriver } from './driver-cost.ts';
import type { Quantiles } from './histogram.ts';
import { type Arrival, startOpenLoop } from './open-loop.ts';
import type { Check } from './outcome.ts';
import { constantArrivals } from './schedule.ts';

/** One request again and again, at a constant rate, until it is stopped. */
export interface OpenLoad {
  /** What duet's own driver sends with. */
  client: Client;
  /** Where the service listens, as others are told it. */
  url: string;
  request: HttpRequest;
  ratePerS: number;
  /** It ends by itself after that. */
  longestMs: number;
}

/** An open loop that has begun: at least one request has left. It ends when it is disposed of, if it has not been stopped. */
export interface DrivenOpenLoop extends AsyncDisposable {
  /**
   * Stops sending, waits for what is under way and returns every arrival in order.
   * @throws DriverFailed when the program did not do what it was told.
   */
  stop(): Promise<{ arrivals: Arrival[]; driver: DriverCost }>;
}

/** So many clients for so long. */
export interface ClosedLoad extends Pick<OpenLoad, 'client' | 'url'> {
  /**
   * `of(n)` for n from 0, the same again after `count` of them. Programs may begin with any, or draw them. The same object is
   * made ready for a program once, however many trials ask it.
   */
  requests: { count: number; of(n: number): HttpRequest };
  clients: number;
  durationMs: number;
  /** Programs look at the status alone. */
  check: Check;
}

export interface DrivenClosedLoop extends Omit<ClosedLoopResult, 'serviceTime'> {
  /** Absent where the program does not say how long each request took. */
  serviceTime?: ClosedLoopResult['serviceTime'];
  /** What it says in place of that; NaN without an answer. */
  percentiles?: Pick<Quantiles, 'p50_ms' | 'p99_ms'>;
  /** How long the requests that it left without an answer may go on in the service, in ms. Absent: it left none. */
  abandonedMs?: number;
}

export interface Drivers {
  /** @throws DriverFailed when the program does not start to send. */
  open(load: OpenLoad): Promise<DrivenOpenLoop>;
  /**
   * Makes ready what a program reads, so that it is in no account of the load. The returned function puts the load on the
   * service; it rejects with DriverFailed when the program did not do what it was told.
   */
  closed(load: ClosedLoad): () => Promise<DrivenClosedLoop>;
}

/** A program that was to drive a load ended otherwise than it should, or said nothing that can be read. */
export class DriverFailed extends Error {
  override name = 'DriverFailed';
  /** Its name and version. */
  readonly driver: string;

  /** @param message what it did, with the end of what it wrote to stderr. */
  constructor(driver: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.driver = driver;
  }
}

export const ownDrivers: Drivers = {
  async open({ client, request, ratePerS, longestMs }) {
    const loop = await startOpenLoop(client, request, constantArrivals(ratePerS, longestMs));
    const cost = measureDriver();
    return {
      async stop() {
        const driver = cost();
        return { arrivals: await loop.stop(), driver };
      },
      // Who cannot go on closes the client, which ends it.
      async [Symbol.asyncDispose]() {},
    };
  },
  closed:
    ({ client, requests, clients, durationMs, check }) =>
    () =>
      closedLoop(client, requests.of, { clients, durationMs, check }),
};
