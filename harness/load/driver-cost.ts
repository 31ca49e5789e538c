/** What driving costs: the CPU of this process, its threads included (getrusage, in µs). */

export interface DriverCost {
  userMs: number;
  systemMs: number;
  /** CPU time / elapsed time: 1 is a whole core. */
  share: number;
}

/** Starts measuring; the returned function says what has been used since. */
export function measureDriver(): () => DriverCost {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - startedMs;
    return { userMs: user / 1_000, systemMs: system / 1_000, share: (user + system) / 1_000 / elapsedMs };
  };
}
