/** undici's own `request` on a pool of connections. */
import { Pool } from 'undici';
import { type Answer, CONNECTIONS, IDLE_MS, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages = ['undici'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const pool = new Pool(upstreamUrl, { connections: CONNECTIONS, keepAliveTimeout: IDLE_MS });

  async function post(ids: number[]): Promise<Answer> {
    const { statusCode, body } = await pool.request({
      path: '/details:batch',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (statusCode !== 200) {
      await body.dump(); // an unread body would keep its connection busy
      throw new Error(`the external API answered ${statusCode}`);
    }
    return (await body.json()) as Answer;
  }

  return {
    enrich: (ids) => inBatches(ids, post),
    close: () => pool.close(),
  };
};
