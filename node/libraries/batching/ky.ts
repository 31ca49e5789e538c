/** ky, on the `fetch` of Node: the number of its connections has no bound, and nothing has to be closed. */
import ky from 'ky';
import { type Answer, inBatches, TIMEOUT_MS } from '../batches.ts';
import type { BatchingModule } from '../library.ts';

export const packages = ['ky'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const api = ky.create({ prefix: upstreamUrl, timeout: TIMEOUT_MS });
  return {
    enrich: (ids) => inBatches(ids, (batch) => api.post('details:batch', { json: { ids: batch } }).json<Answer>()),
    close: async () => {},
  };
};
