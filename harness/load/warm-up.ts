/** Bringing a service, its pools and its compiler to the speed that they keep, before the first timed trial. */
import type { Client, HttpRequest } from './client.ts';
import { closedLoop } from './closed-loop.ts';

const WINDOW_MS = 150;
/** A window this much faster than all before it says that the service is still getting faster. */
const STILL_RISING = 1.05;
const FEWEST_WINDOWS = 3;
const MOST_WINDOWS = 10;

/**
 * Closed loop in short windows until two in a row are no faster than the best before them, or at most 1.5 s.
 * @returns the number of windows it took.
 */
export async function warmUpUntilSteady(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  clients: number,
): Promise<number> {
  let best = 0;
  let steady = 0;
  for (let window = 1; ; window++) {
    const { completed } = await closedLoop(client, requestOf, { clients, durationMs: WINDOW_MS });
    steady = completed > best * STILL_RISING ? 0 : steady + 1;
    best = Math.max(best, completed);
    if (window >= MOST_WINDOWS || (window >= FEWEST_WINDOWS && steady >= 2)) return window;
  }
}
