/** Three independent queries: one after another, or at the same time on connections of their own. */

import type { Sizes } from '../results/schema.ts';
import { sendChecked } from './checked-request.ts';
import { cpuMetric, startCpuAccount } from './cpu-metric.ts';
import type { Pattern, TrialContext } from './pattern.ts';

/** The gain of six requests a block spreads by 0.3 % between runs: more would say the same. */
const REQUESTS_PER_TRIAL = 3;

/** One profile, its three queries taking these times. */
export const request = (variant: string, user: number, { user_ms, orders_ms, reviews_ms }: Delays) => ({
  method: 'GET' as const,
  path: `/parallel/${variant}/users/${user}?user_ms=${user_ms}&orders_ms=${orders_ms}&reviews_ms=${reviews_ms}`,
});

export type Delays = Pick<Sizes, 'user_ms' | 'orders_ms' | 'reviews_ms'>;

/** The counts do not depend on the delays, so a few are enough that the queries of `after` really overlap. */
const INSPECTED: Delays = { user_ms: 25, orders_ms: 30, reviews_ms: 20 };

const sum = ({ user_ms, orders_ms, reviews_ms }: Delays) => user_ms + orders_ms + reviews_ms;
const longest = ({ user_ms, orders_ms, reviews_ms }: Delays) => Math.max(user_ms, orders_ms, reviews_ms);

export const parallel: Pattern = {
  name: 'parallel',
  title: 'Independent queries in parallel',
  variants: ['before', 'after'],
  metrics: [{ id: 'latency', title: 'median latency', unit: 'ms', better: 'lower', kind: 'time' }, cpuMetric],
  claims: [
    {
      metric: 'latency',
      before: 1_500,
      after: 600,
      gain: 2.5,
      text: '500 + 600 + 400 ms in a row become the longest of the three',
    },
  ],
  gains: [
    { metric: 'latency', kind: 'ratio' },
    { metric: 'cpu', kind: 'ratio' },
  ],
  limits: {
    latency: ({ user_ms, orders_ms, reviews_ms }) => `the longest of ${user_ms}, ${orders_ms} and ${reviews_ms} ms`,
  },
  workload: ({ user_ms, orders_ms, reviews_ms }) =>
    `A profile from three SELECTs that take ${user_ms}, ${orders_ms} and ${reviews_ms} ms in PostgreSQL, one request at a time.`,
  checks: (variant) => [
    request(variant, 1, { user_ms: 0, orders_ms: 0, reviews_ms: 0 }),
    request(variant, 42, { user_ms: 10, orders_ms: 5, reviews_ms: 0 }),
    request(variant, 10_000, { user_ms: 0, orders_ms: 5, reviews_ms: 10 }),
  ],
  inspected: {
    count: 4,
    request: (variant, n) => request(variant, n, INSPECTED),
    how: () =>
      `4 requests whose queries take ${INSPECTED.user_ms}, ${INSPECTED.orders_ms} and ${INSPECTED.reviews_ms} ms`,
  },
  phases: [
    {
      name: 'latency',
      start: {},
      fresh: 'per-block',
      // The control makes it two of each.
      trialsPerBlock: (variant) => (variant === 'before' ? 2 : 1),
      warmUp: async ({ client, variant }) => {
        for (let user = 1; user <= 10; user++) {
          await sendChecked(client, request(variant, user, { user_ms: 0, orders_ms: 0, reviews_ms: 0 }));
        }
      },
      trial: measure,
      control: { variant: 'after' },
      expectedMs: (variant, sizes) => REQUESTS_PER_TRIAL * (variant === 'before' ? sum(sizes) : longest(sizes)),
    },
  ],
};

async function measure({ client, service, variant, sizes, signal }: TrialContext) {
  const cpuSince = startCpuAccount(service);
  const latency: number[] = [];
  for (let user = 1; user <= REQUESTS_PER_TRIAL; user++) {
    signal.throwIfAborted();
    const { answer, failure } = await sendChecked(client, request(variant, user, sizes));
    if (failure) return { metrics: {}, failure };
    latency.push(answer.ms);
  }
  return { metrics: cpuSince(REQUESTS_PER_TRIAL), raw_ms: { latency }, limits: { latency: longest(sizes) } };
}
