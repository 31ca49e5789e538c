/** got, on `http.request` of Node. */
import { Agent } from 'node:http';
import got from 'got';
import { type Answer, CONNECTIONS, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages = ['got'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const api = got.extend({ prefixUrl: upstreamUrl, agent: { http: agent }, timeout: { request: TIMEOUT_MS } });
  return {
    enrich: (ids) => inBatches(ids, (batch) => api.post('details:batch', { json: { ids: batch } }).json<Answer>()),
    close: async () => agent.destroy(),
  };
};
