/** Waiting for a point in time more precisely than a timer alone: timers step in whole milliseconds. */

/** Calls back once at `dueMs` (performance.now() clock) or up to ~0.1 ms after, never before. */
export function callAt(dueMs: number, callback: () => void): void {
  const waitMs = dueMs - performance.now();
  if (waitMs <= 0) callback();
  // A timer may fire up to 1 ms late, so it covers all but the last 1.2 ms; polling the loop covers the rest.
  else if (waitMs > 1.2) setTimeout(() => callAt(dueMs, callback), Math.floor(waitMs - 1.1));
  else setImmediate(() => callAt(dueMs, callback));
}

/** Resolves `ms` milliseconds from now. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => callAt(performance.now() + ms, resolve));
}
