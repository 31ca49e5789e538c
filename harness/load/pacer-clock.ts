/**
 * The clock thread of pacer.ts. It sleeps until just before each arrival, to the microsecond, which a timer of the
 * event loop cannot (1 ms steps), and wakes the main thread, whose event loop stays free for answers meanwhile.
 */
import { readlinkSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type ClockData, EARLY_MS, monotonicMs, STOP, TICKS } from './pacer-clock-data.ts';

const { schedule, control } = workerData as ClockData;

/**
 * Linux lets a sleep end up to 50 µs late, to save wake-ups (timer slack, prctl(2)). This thread asks for 1 ns.
 * Elsewhere, or where /proc may not be written, wake-ups are that much later and the lag histogram shows it.
 */
function refuseTimerSlack(): void {
  try {
    const thread = readlinkSync('/proc/thread-self').split('/').at(-1);
    writeFileSync(`/proc/${thread}/timerslack_ns`, '1');
  } catch {}
}

function run(startMs: number): void {
  const length = schedule.length;
  for (let next = 0; next < length && Atomics.load(control, STOP) === 0; ) {
    const nowMs = monotonicMs() - startMs;
    const waitMs = (schedule[next] as number) - EARLY_MS - nowMs;
    if (waitMs > 0) Atomics.wait(control, STOP, 0, waitMs);
    else {
      while (next < length && (schedule[next] as number) - EARLY_MS <= nowMs) next++;
      Atomics.add(control, TICKS, 1);
      Atomics.notify(control, TICKS);
    }
  }
}

refuseTimerSlack();
parentPort?.once('message', run);
parentPort?.postMessage('ready');
