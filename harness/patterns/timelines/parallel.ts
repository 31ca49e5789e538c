/** The three queries of a request, each with its connection. */
import { sendChecked } from '../checked-request.ts';
import { request } from '../parallel.ts';
import { databaseEvents } from './database-events.ts';
import { orderOf } from './events.ts';
import { nothingSeen, type Tracing } from './tracing.ts';

/** Long enough that each query is asked on a connection of its own, which the pool then has open. */
const OPENING = { user_ms: 20, orders_ms: 20, reviews_ms: 20 };

export const parallelTracing: Tracing = {
  how: ({ user_ms, orders_ms, reviews_ms }) =>
    `one request whose queries take ${user_ms}, ${orders_ms} and ${reviews_ms} ms in PostgreSQL`,
  async trace({ lab, client, variant, sizes }) {
    await sendChecked(client, request(variant, 1, OPENING));
    await lab.proxy.record({ asked: true });
    const { failure } = await sendChecked(client, request(variant, 2, sizes));
    const events = databaseEvents(await lab.proxy.exchanges());
    const queries = events.filter(({ kind }) => kind === 'query');
    if (events.some(({ kind }) => kind === 'hidden')) return { events, series: [], missing: { code: 'encrypted' } };
    if (failure !== undefined || queries.length === 0) return { ...nothingSeen(failure), events };
    return { events, series: [], facts: { about: 'queries', queries: queries.length, ...orderOf(queries) } };
  },
  expectedMs: (variant, { user_ms, orders_ms, reviews_ms }) =>
    80 + (variant === 'before' ? user_ms + orders_ms + reviews_ms : Math.max(user_ms, orders_ms, reviews_ms)),
};
