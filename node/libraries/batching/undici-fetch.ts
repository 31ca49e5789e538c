/** undici's `fetch`, with connections of its own instead of those that the process shares. */
import { Agent, fetch } from 'undici';
import { type Answer, CONNECTIONS, IDLE_MS, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages = ['undici'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const dispatcher = new Agent({ connections: CONNECTIONS, keepAliveTimeout: IDLE_MS });

  async function post(ids: number[]): Promise<Answer> {
    const response = await fetch(`${upstreamUrl}/details:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      dispatcher,
    });
    if (!response.ok) throw new Error(`the external API answered ${response.status}`);
    return (await response.json()) as Answer;
  }

  return {
    enrich: (ids) => inBatches(ids, post),
    close: () => dispatcher.close(),
  };
};
