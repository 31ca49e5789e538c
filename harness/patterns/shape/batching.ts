/** How many calls of one request are under way at once? How many there are is counted for each cell, see inspect.ts. */
import { request } from '../batching.ts';
import { sendChecked } from '../checked-request.ts';
import type { Shape } from './shape.ts';

/** Three batches: enough to see whether they go out side by side. */
const USERS = 300;
/** A batch of 100 takes 40 ms, so that the next is sent meanwhile if it is sent at once; a call for one user next to none. */
const MODEL = { baseMs: 0, perItemMs: 0.4 };

export const batchingShape: Shape = {
  agreeing: 2,
  expectedMs: 500,
  prepare: (lab) => lab.upstream.setModel(MODEL),
  async warmUp({ client, variant }) {
    await sendChecked(client, request(variant, USERS));
  },
  async read({ lab, client, variant }) {
    await lab.upstream.reset();
    const { failure } = await sendChecked(client, request(variant, USERS));
    if (failure) return { failure };
    return { facts: { calls_at_once: { value: (await lab.upstream.tally()).atOnce } } };
  },
};
