/** `http.request` of Node itself, with an agent that keeps connections. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { type Answer, CONNECTIONS, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages: string[] = [];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  async function post(ids: number[]): Promise<Answer> {
    const call = request(`${upstreamUrl}/details:batch`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    call.end(JSON.stringify({ ids }));
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) {
      response.resume(); // an unread body would keep its connection busy
      throw new Error(`the external API answered ${response.statusCode}`);
    }
    return (await json(response)) as Answer;
  }

  return {
    enrich: (ids) => inBatches(ids, post),
    close: async () => agent.destroy(),
  };
};
