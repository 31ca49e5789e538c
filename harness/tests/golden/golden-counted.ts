/** The variants of the golden run that are counted and not timed. */
import type { CountedCell, PatternName, StackName } from '../../results/schema.ts';

export const goldenCounted: Partial<Record<PatternName, Record<StackName, CountedCell[]>>> = {
  pooling: {
    node: [
      counted('after-max-uses', 'a pool that replaces a connection after 5 queries (maxUses)', [1.6, 0.2, 1], 1),
      counted('after-pipeline', 'one connection for all requests (pipeline)', [1, 0, 1]),
    ],
    python: [
      counted('before-no-dispose', 'an engine per request that nobody disposes of', [15, 1, 12], 9),
      counted('nullpool', 'one engine without a pool (NullPool)', [6, 1, 3]),
      counted('after-autocommit', 'the pool, without transactions (AUTOCOMMIT)', [1, 0, 1]),
      // Its requests failed, so there is nothing to count.
      { variant: 'after-lifo', what: 'the connection that came back last goes out first (pool_use_lifo)' },
    ],
  },
};

function counted(
  variant: string,
  what: string,
  [round_trips, connections, statements]: [number, number, number],
  sessions_left = 0,
): CountedCell {
  return {
    variant,
    what,
    inspection: {
      requests: 10,
      how: '10 requests without round-trip time',
      counts: { round_trips, connections, statements, application_statements: 1, sessions: connections },
      ...(sessions_left === 0 ? {} : { sessions_left }),
    },
  };
}
