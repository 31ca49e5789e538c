/**
 * Calls back at each time of a schedule of few arrivals: a timer sleeps, and polling the event loop covers the last 1.2 ms.
 * It is as exact as the clock thread of pacer.ts and starts at once, where that takes some 40 ms; for that it uses a core
 * for about a millisecond per arrival, which at a low rate nobody else needs then.
 */
import type { Pacer } from './pacer.ts';
import type { Schedule } from './schedule.ts';

/** So that the first arrival is in time. */
const HEAD_START_MS = 2;
/** What polling covers: a timer may fire up to 1 ms late, and is set in whole ones. */
const POLL_MS = 1.2;

/** `onDue` is called once for each arrival, in order, never early. */
export async function startTimerPacer(schedule: Schedule, onDue: (intendedMs: number) => void): Promise<Pacer> {
  const startMs = performance.now() + HEAD_START_MS;
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  let next = 0;
  const stop = async () => {
    next = schedule.length;
    finish();
  };
  /** Everything that is due goes out now, each with its own intended time. */
  const callDue = () => {
    while (next < schedule.length) {
      const intendedMs = startMs + (schedule[next] as number);
      const leftMs = intendedMs - performance.now();
      if (leftMs > POLL_MS) return void setTimeout(callDue, Math.floor(leftMs - POLL_MS + 0.1));
      if (leftMs > 0) return void setImmediate(callDue);
      next++;
      onDue(intendedMs);
    }
    finish();
  };
  callDue();
  return { startMs, finished, stop, [Symbol.asyncDispose]: stop };
}
