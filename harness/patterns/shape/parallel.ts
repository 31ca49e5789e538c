/** Do the three queries of a request wait side by side, each on a connection of its own? */
import { sendChecked } from '../checked-request.ts';
import { request } from '../parallel.ts';
import { userOf } from '../pooling.ts';
import { longestRow, mostAtOnce, spansOf } from './overlap.ts';
import type { Shape } from './shape.ts';

/** The time of each query in PostgreSQL: long beside what starting the next one takes, also on a busy machine. */
const WAIT_MS = 40;
const DELAYS = { user_ms: WAIT_MS, orders_ms: WAIT_MS, reviews_ms: WAIT_MS };
/** What a driver exchanges around a query (BEGIN, ROLLBACK) is shorter, and the query never is. */
const LEAST_WAIT_MS = WAIT_MS / 2;

export const parallelShape: Shape = {
  agreeing: 2,
  expectedMs: 500,
  async warmUp({ client, variant }) {
    for (let n = 0; n < 2; n++) await sendChecked(client, request(variant, userOf(n), DELAYS));
  },
  async read({ lab, client, variant }) {
    await lab.proxy.record();
    const { failure } = await sendChecked(client, request(variant, userOf(0), DELAYS));
    const exchanges = await lab.proxy.exchanges();
    if (failure) return { failure };
    const spans = spansOf(exchanges);
    return {
      facts: {
        connections_at_once: { value: mostAtOnce(spans) },
        waits_in_a_row: { value: longestRow(spans, LEAST_WAIT_MS) },
      },
    };
  },
};
