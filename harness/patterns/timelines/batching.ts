/** The calls of one request to the external API. */
import type { Sizes } from '../../results/schema.ts';
import { BATCH, request } from '../batching.ts';
import { sendChecked } from '../checked-request.ts';
import { fromZero, lanesOf, orderOf } from './events.ts';
import { nothingSeen, type Tracing } from './tracing.ts';

/** More than go into one batch, and so few that each call can be told from the next in the picture. */
const MOST_USERS = 120;
const usersOf = ({ users }: Sizes) => Math.min(users, MOST_USERS);

export const batchingTracing: Tracing = {
  how: (sizes) => `one request for ${usersOf(sizes)} users`,
  async trace({ lab, client, variant, sizes }) {
    const users = usersOf(sizes);
    await lab.upstream.setModel({ baseMs: sizes.call_base_ms, perItemMs: sizes.call_per_item_ms });
    await sendChecked(client, request(variant, 1));
    await lab.upstream.record();
    const { failure } = await sendChecked(client, request(variant, users));
    const calls = await lab.upstream.calls();
    const lanes = lanesOf(calls.map(({ started_ms, answered_ms }) => ({ from: started_ms, until: answered_ms })));
    const events = fromZero(
      calls.map(({ kind, started_ms, answered_ms }, at) => ({
        kind,
        lane: lanes[at] as number,
        start_ms: started_ms,
        end_ms: answered_ms,
      })),
    );
    if (failure !== undefined || events.length === 0) return { ...nothingSeen(failure), events };
    return { events, series: [], facts: { about: 'calls', users, calls: events.length, ...orderOf(events) } };
  },
  expectedMs(variant, sizes) {
    const users = usersOf(sizes);
    const calls = variant === 'before' ? users : Math.ceil(users / BATCH);
    return calls * (sizes.call_base_ms + 1) + users * sizes.call_per_item_ms;
  },
};
