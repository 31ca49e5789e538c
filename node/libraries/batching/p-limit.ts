/** p-limit: a call for each id, at most ten under way at once. */
import pLimit from 'p-limit';
import { Pool } from 'undici';
import { CONNECTIONS, IDLE_MS, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule, Detail } from '../library.ts';

export const packages = ['p-limit', 'undici'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const pool = new Pool(upstreamUrl, { connections: CONNECTIONS, keepAliveTimeout: IDLE_MS });

  async function get(id: number): Promise<Detail> {
    const { statusCode, body } = await pool.request({
      path: `/details/${id}`,
      method: 'GET',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (statusCode !== 200) {
      await body.dump(); // an unread body would keep its connection busy
      throw new Error(`the external API answered ${statusCode}`);
    }
    return (await body.json()) as Detail;
  }

  return {
    async enrich(ids) {
      const limit = pLimit(CONNECTIONS);
      return Promise.all(ids.map((id) => limit(() => get(id))));
    },
    close: () => pool.close(),
  };
};
