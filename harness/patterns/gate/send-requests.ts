/** A fixed number of requests, however long they take. */
import type { Client, HttpRequest } from '../../load/client.ts';
import { isOk, sendJudged } from '../../load/outcome.ts';

/**
 * Sends requests 0 to `requests` less 1, each client its next one when the last is answered. For warming up: what goes
 * wrong is left to the trials, which say so. Ends early when the client is stopped.
 */
export async function sendRequests(
  client: Client,
  requestOf: (n: number) => HttpRequest,
  { clients, requests }: { clients: number; requests: number },
): Promise<void> {
  let sent = 0;
  const one = async () => {
    while (sent < requests) {
      const n = sent++;
      if ((await sendJudged(client, requestOf(n), isOk, n)) === 'stopped') return;
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
}
