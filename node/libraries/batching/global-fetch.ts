/** The `fetch` of Node itself. The number of its connections has no bound, and nothing has to be closed. */
import { type Answer, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages: string[] = [];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  async function post(ids: number[]): Promise<Answer> {
    const response = await fetch(`${upstreamUrl}/details:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the external API answered ${response.status}`);
    return (await response.json()) as Answer;
  }

  return {
    enrich: (ids) => inBatches(ids, post),
    close: async () => {},
  };
};
