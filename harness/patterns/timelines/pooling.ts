/** What a request waits for in PostgreSQL, at the round-trip time of the run. */
import { sendChecked } from '../checked-request.ts';
import { request } from '../pooling.ts';
import { databaseEvents } from './database-events.ts';
import { orderOf } from './events.ts';
import { nothingSeen, type Tracing } from './tracing.ts';

/** Round trips of the longest variant, roughly. */
const MOST_ROUND_TRIPS = 16;

export const poolingTracing: Tracing = {
  how: ({ rtt_ms }) => `one request with ${rtt_ms} ms of round-trip time to PostgreSQL`,
  async trace({ lab, client, variant, sizes }) {
    await sendChecked(client, request(variant, 1));
    await lab.proxy.setRtt(sizes.rtt_ms);
    try {
      await lab.proxy.record({ asked: true });
      const { failure } = await sendChecked(client, request(variant, 2));
      const events = databaseEvents(await lab.proxy.exchanges());
      if (failure !== undefined || events.length === 0) return { ...nothingSeen(failure), events };
      const opened = new Set(events.flatMap(({ kind, lane }) => (kind === 'connect' ? [lane] : [])));
      const { ms } = orderOf(events);
      return {
        events,
        series: [],
        facts: { about: 'round-trips', connections: opened.size, round_trips: events.length, ms },
      };
    } finally {
      await lab.proxy.setRtt(0);
    }
  },
  expectedMs: (variant, { rtt_ms }) => 20 + (rtt_ms + 1) * (variant === 'before' ? MOST_ROUND_TRIPS : 3),
};
