/** A heartbeat from outside: small requests, one after the other, that show how long the service answers nobody. */
import type { Service } from '../lab/services.ts';
import { openClient } from '../load/client.ts';
import { light, startLightRequests } from '../patterns/light-requests.ts';
import { ANSWER_TIMEOUT_MS } from './trial-services.ts';

/** A stall that begins between two beats appears up to this much shorter. */
const PAUSE_MS = 5;

/**
 * Starts beating, on a connection of its own that is open by then. The returned function waits for the last beat and
 * gives the worst, in ms; undefined when a beat got no answer, of which the requests beside it will tell.
 */
export async function startHeartbeat(
  { url }: Service,
  signal: AbortSignal,
): Promise<() => Promise<number | undefined>> {
  const client = openClient(url, { connections: 1, timeoutMs: ANSWER_TIMEOUT_MS, signal });
  await client.send(light);
  const end = startLightRequests(client, PAUSE_MS);
  return async () => {
    const all = await end().catch(() => undefined);
    await client[Symbol.asyncDispose]();
    return all?.reduce((worstMs, { sentMs, answeredMs }) => Math.max(worstMs, answeredMs - sentMs), 0);
  };
}
