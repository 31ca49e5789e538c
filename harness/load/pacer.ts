/**
 * Calls back at each time of a schedule, within some microseconds on an idle machine. A timer of the event loop is up
 * to 1 ms late and spinning takes a core; README.md has the measurements of the ways that were tried.
 *
 * A thread sleeps until 60 µs before the next arrival, then wakes the event loop (Atomics.notify), which polls for
 * what is left. Polling goes through the event loop: an answer that comes meanwhile is not kept waiting.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type ClockData, EARLY_MS, monotonicMs, STOP, TICKS } from './pacer-clock-data.ts';
import type { Schedule } from './schedule.ts';

/** Starting the thread is over by then, so that the first arrivals are in time. */
const HEAD_START_MS = 2;
/** A little more than the clock's: it will not wake us again for an arrival that it has announced. */
const POLL_MS = EARLY_MS + 0.02;

export interface Pacer extends AsyncDisposable {
  /** On the clock of performance.now(), in ms: the offsets of the schedule count from here. */
  readonly startMs: number;
  /** Resolves when the schedule is at its end or the pacer was stopped. */
  readonly finished: Promise<void>;
  /** No call back after this. Resolves when the thread has ended. */
  stop(): Promise<void>;
}

/** Starts when the thread is up (some 40 ms). `onDue` is called once for each arrival, in order, never early. */
export async function startPacer(schedule: Schedule, onDue: (intendedMs: number) => void): Promise<Pacer> {
  const control = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const workerData: ClockData = { schedule, control };
  const thread = new Worker(new URL('./pacer-clock.ts', import.meta.url), { workerData, execArgv: [] });
  const ended = new Promise((resolve) => thread.once('exit', resolve));
  await once(thread, 'message');

  const startMs = performance.now() + HEAD_START_MS;
  thread.postMessage(monotonicMs() + HEAD_START_MS);
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  let next = 0;

  const stop = async () => {
    next = schedule.length;
    Atomics.store(control, STOP, 1);
    Atomics.notify(control, STOP);
    Atomics.notify(control, TICKS);
    finish();
    await ended;
  };
  /** Everything that is due goes out now, each with its own intended time. */
  const callDue = () => {
    while (next < schedule.length) {
      const intendedMs = startMs + (schedule[next] as number);
      if (intendedMs > performance.now()) return;
      next++;
      onDue(intendedMs);
    }
  };
  const wake = () => {
    const ticks = Atomics.load(control, TICKS);
    callDue();
    if (next === schedule.length) return finish();
    const leftMs = startMs + (schedule[next] as number) - performance.now();
    if (leftMs < POLL_MS) setImmediate(wake);
    else {
      const { async: pending, value } = Atomics.waitAsync(control, TICKS, ticks);
      if (pending) void value.then(wake);
      else setImmediate(wake);
    }
  };
  wake();
  return { startMs, finished, stop, [Symbol.asyncDispose]: stop };
}
