/** Bringing a service, its pools and its compiler to the speed that they keep, before the first timed trial. */
import type { Client, HttpRequest } from './client.ts';
import { closedLoop } from './closed-loop.ts';

const WINDOW_MS = 100;
/** A window this much faster than all before it says that the service is still getting faster. */
const STILL_RISING = 1.05;
/**
 * V8 compiles with the n-th request: a pooled SELECT in Node was still a third faster after 10,000 of them, which takes
 * this long, and its windows do not rise evenly.
 */
const FEWEST_WINDOWS = 10;
const MOST_WINDOWS = 15;

/** Closed loop in short windows until it gets no faster, 1 to 1.5 s. */
export async function warmUpUntilSteady(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  clients: number,
): Promise<void> {
  await untilSteady(async () => {
    const { perSecond } = await closedLoop(client, requestOf, { clients, durationMs: WINDOW_MS });
    return perSecond;
  });
}

/**
 * Repeats a window until two in a row were no faster than the best before them, ten to fifteen times.
 * @param window one window; its rate.
 * @returns the number of windows it took.
 */
export async function untilSteady(window: () => Promise<number>): Promise<number> {
  let best = 0;
  let steady = 0;
  for (let count = 1; ; count++) {
    const rate = await window();
    steady = rate > best * STILL_RISING ? 0 : steady + 1;
    best = Math.max(best, rate);
    if (count >= MOST_WINDOWS || (count >= FEWEST_WINDOWS && steady >= 2)) return count;
  }
}
