/**
 * Open loop: requests leave on a schedule, whether or not earlier ones have been answered, and latency counts
 * from the intended send time. So a stall of the service shows in every request that was due during it
 * (no coordinated omission: Gil Tene, "How NOT to Measure Latency", 2015).
 */
import type { Client, HttpRequest } from './client.ts';

export interface Arrival {
  /** When it was due, on the clock of performance.now(), in ms. */
  intendedMs: number;
  /** When it was really sent: the difference is the driver's own lag. */
  sentMs: number;
  /** When it was answered with 200; undefined if it was not. */
  answeredMs: number | undefined;
}

export interface OpenLoop {
  /** Stops sending, waits for what is under way and returns every arrival in order. */
  stop(): Promise<Arrival[]>;
}

/** Starts at once with constant gaps of 1000 / ratePerS ms. */
export function startOpenLoop(client: Client, request: HttpRequest, ratePerS: number): OpenLoop {
  const gapMs = 1_000 / ratePerS;
  const arrivals: Arrival[] = [];
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;

  const send = (intendedMs: number) => {
    const arrival: Arrival = { intendedMs, sentMs: performance.now(), answeredMs: undefined };
    arrivals.push(arrival);
    underWay.push(
      client.send(request).then(
        (answer) => {
          if (answer.status === 200) arrival.answeredMs = performance.now();
        },
        () => {},
      ),
    );
  };
  const tick = () => {
    // After a late timer everything that is due goes out at once, each with its own intended time.
    for (let due = started + arrivals.length * gapMs; due <= performance.now(); due += gapMs) send(due);
    const nextMs = started + arrivals.length * gapMs - performance.now();
    timer = setTimeout(tick, Math.max(1, nextMs));
  };
  tick();

  return {
    async stop() {
      clearTimeout(timer);
      await Promise.all(underWay);
      return arrivals;
    },
  };
}
