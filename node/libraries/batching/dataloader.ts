/** DataLoader: each id is loaded by itself, and the loads of one turn of the event loop become calls of 100, side by side. */
import DataLoader from 'dataloader';
import { BATCH_SIZE } from '../batches.ts';
import type { BatchingModule, Detail } from '../library.ts';
import { open as openClient } from './undici-request.ts';

export const packages = ['dataloader', 'undici'];

export const open: BatchingModule['open'] = async (upstreamUrl) => {
  const client = await openClient(upstreamUrl);

  /** The values have to come in the order of the ids. */
  async function load(ids: readonly number[]): Promise<(Detail | Error)[]> {
    const details = new Map((await client.enrich([...ids])).map((detail) => [detail.id, detail]));
    return ids.map((id) => details.get(id) ?? new Error(`there are no details of user ${id}`));
  }

  return {
    async enrich(ids) {
      // One loader per request, as its documentation says: it caches what it has loaded.
      const loader = new DataLoader(load, { maxBatchSize: BATCH_SIZE });
      return Promise.all(ids.map((id) => loader.load(id)));
    },
    close: () => client.close(),
  };
};
