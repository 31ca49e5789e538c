/** The timelines of the golden run: what one traced request of each cell did. Short, but with all that a picture may show. */
import { fromZero, lanesOf, orderOf, rounded } from '../../patterns/timelines/events.ts';
import type { PatternName, StackName, Timeline, TimelineEvent } from '../../results/schema.ts';

type Traced = Omit<Timeline, 'pattern' | 'stack' | 'variant' | 'at' | 'took_ms'>;

/** @param headline the value of the cell in the headline of its pattern: times of the picture come from it. */
export function goldenTimeline(pattern: PatternName, stack: StackName, variant: string, headline: number): Timeline {
  return {
    ...{ pattern, stack, variant, at: '2026-01-14T09:29:50.000Z', took_ms: 300 },
    ...traced[pattern](stack, variant, headline),
  };
}

const traced: Record<PatternName, (stack: StackName, variant: string, headline: number) => Traced> = {
  parallel(stack, variant, headline) {
    const tables: [string, number][] = [
      ['users', 50],
      ['orders', 60],
      ['reviews', 40],
    ];
    const around = stack === 'python' ? 0.4 : 0;
    let next = 0;
    const events = tables.flatMap(([label, ms], at): TimelineEvent[] => {
      const together = variant === 'after';
      const [start, lane] = together ? [0.3 * at, at + 1] : [next, 1];
      next = start + ms + around + headline / 100;
      const query = event('query', lane, start + around, ms + headline / 200, label);
      if (stack === 'node' || (!together && at > 0)) return [query];
      return [event('transaction', lane, start, around, 'BEGIN'), query];
    });
    const queries = events.filter(({ kind }) => kind === 'query');
    return {
      how: 'one request whose queries take 50, 60 and 40 ms in PostgreSQL',
      events: fromZero(events),
      series: [],
      facts: { about: 'queries', queries: queries.length, ...orderOf(queries) },
    };
  },
  streaming(stack, variant, headline) {
    const idle = stack === 'node' ? 58e6 : 45e6;
    const ms = stack === 'node' ? 500 : 1_000;
    const steps = Array.from({ length: 21 }, (_, at) => at / 20);
    const readBy = variant === 'before' ? 0.1 : 1;
    return {
      how: 'one request for a file of 16 MB to a process of its own',
      events: [],
      series: [
        {
          name: 'rss_bytes',
          samples: steps.map((share) => ({
            t_ms: ms * share,
            value: Math.round(idle + (headline - idle) * Math.min(1, share * (variant === 'before' ? 1.5 : 6))),
          })),
        },
        {
          name: 'read_bytes',
          samples: steps
            .filter((share) => share > 0 && share <= readBy)
            .map((share) => ({ t_ms: ms * share, value: Math.round((16e6 * share) / readBy) })),
        },
      ],
      facts: { about: 'memory', file_bytes: 16e6, start_bytes: idle, peak_bytes: headline, ms },
    };
  },
  workers(_stack, variant, headline) {
    const [from, until] = [60, 310];
    const stalls = variant === 'before';
    const stallMs = stalls ? until - from : 8;
    const samples = Array.from({ length: 37 }, (_, at) => 10 * at).map((t_ms) => {
      const value = stalls && t_ms >= from && t_ms < until ? until - t_ms + 1 : 1 + ((t_ms / 10) % 5) * 0.2;
      return { t_ms, value: rounded(value) };
    });
    return {
      how: 'one report of about 250 ms beside 200 light requests per second',
      events: [event('report', 1, from, until - from), event('stall', 2, stalls ? from : from + 40, stallMs)],
      series: [{ name: 'light_ms', samples }],
      facts: {
        about: 'light-requests',
        requests: 25,
        worst_ms: stalls ? 251 : rounded(headline),
        stall_ms: stallMs,
        report_ms: until - from,
      },
    };
  },
  batching(_stack, variant, headline) {
    const calls = variant === 'before' ? 24 : 2;
    const each = rounded(headline / calls);
    const spans = Array.from({ length: calls }, (_, at) => ({ from: at * each, until: (at + 0.97) * each }));
    const lanes = lanesOf(spans);
    const kind = variant === 'before' ? 'single' : 'batch';
    const events = fromZero(spans.map(({ from, until }, at) => event(kind, lanes[at] ?? 1, from, until - from)));
    return {
      how: 'one request for 120 users',
      events,
      series: [],
      facts: { about: 'calls', users: 120, calls, ...orderOf(events) },
    };
  },
  pooling(stack, variant) {
    const opening: [TimelineEvent['kind'], string?][] = [['connect'], ['login'], ['login']];
    const questions: [TimelineEvent['kind'], string?][] = [
      ['driver', 'select pg_catalog.version()'],
      ['driver', 'SELECT typname AS name, oid FROM pg_type WHERE'],
    ];
    const query: [TimelineEvent['kind'], string?][] =
      stack === 'node'
        ? [['query', 'users']]
        : [
            ['transaction', 'BEGIN'],
            ['query', 'users'],
            ['transaction', 'ROLLBACK'],
          ];
    const all = variant === 'after' ? query : [...opening, ...(stack === 'python' ? questions : []), ...query];
    const events = all.map(([kind, label], at) => event(kind, 1, 5.2 * at, 5.1, label));
    return {
      how: 'one request with 5 ms of round-trip time to PostgreSQL',
      events: fromZero(events),
      series: [],
      facts: {
        about: 'round-trips',
        connections: variant === 'after' ? 0 : 1,
        round_trips: events.length,
        ms: orderOf(events).ms,
      },
    };
  },
};

const event = (
  kind: TimelineEvent['kind'],
  lane: number,
  start: number,
  ms: number,
  label?: string,
): TimelineEvent => ({
  kind,
  ...(label === undefined ? {} : { label }),
  lane,
  start_ms: rounded(start),
  end_ms: rounded(start + ms),
});
