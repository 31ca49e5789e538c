/** Whether the machine's clock was set, or the machine slept, while a trial ran. */

/** The two clocks of a machine, in ms. Passed in only by tests: nobody may set the clock of a machine that others use. */
export interface Clocks {
  /** Time of day: it is set by hand and by NTP, and runs on while the machine sleeps. */
  wallMs(): number;
  /** CLOCK_MONOTONIC, which everything is timed with: it is never set, and on Linux stands still in sleep. */
  steadyMs(): number;
}

const MACHINE: Clocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/** Starts watching; the returned function says how far the wall clock has run ahead of the steady one (or behind, < 0). */
export function watchClock(clocks = MACHINE): () => number {
  const before = offsetMs(clocks);
  return () => offsetMs(clocks) - before;
}

/** A pause of this process between the two readings would look like a jump: it is told by a second look. */
function offsetMs({ wallMs, steadyMs }: Clocks): number {
  for (let tries = 1; ; tries++) {
    const fromMs = steadyMs();
    const offset = wallMs() - fromMs;
    if (steadyMs() - fromMs < 1 || tries === 10) return offset;
  }
}
