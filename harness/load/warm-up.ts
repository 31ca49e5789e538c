/** Bringing a service, its pools and its compiler to the speed that they keep, before the first timed trial. */
import type { Client, HttpRequest } from './client.ts';
import { closedLoop } from './closed-loop.ts';

const WINDOW_MS = 100;
/** A window this much faster than all before it says that the service is still getting faster. */
const STILL_RISING = 1.05;
const FEWEST_WINDOWS = 3;
const MOST_WINDOWS = 10;

/** Closed loop in short windows until it gets no faster, 0.3 to 1 s. */
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
 * Repeats a window until two in a row were no faster than the best before them, three to ten times.
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
