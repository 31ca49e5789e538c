/** Up to how many requests at once do parallel queries pay? Each takes three connections of one bounded pool. */
import { median } from '../../stats/quantiles.ts';
import { sendChecked } from '../checked-request.ts';
import { type Delays, parallel, request } from '../parallel.ts';
import type { Measurement, Phase, TrialContext } from '../pattern.ts';
import type { Sweep } from './sweep.ts';

const phase = parallel.phases[0] as Phase;

const FAN_OUT = 3;
/** What each client sends in a row: the second meets a pool that is used as it will go on being used. */
const REQUESTS_PER_CLIENT = 2;

/** Brief queries that are at work all the same until the pool has opened as many connections as the trial needs. */
const OPENING: Delays = { user_ms: 10, orders_ms: 10, reviews_ms: 10 };

export const concurrency: Sweep = {
  id: 'concurrency',
  pattern: 'parallel',
  x: { title: 'requests at once', unit: 'count', noun: 'requests at once' },
  points: () => [1, 8, 12, 20, 32],
  ownPoint: () => 1,
  curves: [
    {
      id: 'concurrency-latency',
      title: `Gain against requests at once, each with ${FAN_OUT} queries`,
      metric: 'latency',
      gain: 'median latency in a row ÷ in parallel',
    },
  ],
  how: ({ user_ms, orders_ms, reviews_ms }) =>
    `So many clients in a closed loop, ${REQUESTS_PER_CLIENT} requests each, of three SELECTs that take ${user_ms}, ${orders_ms} and ${reviews_ms} ms; the latency is service time.`,
  landmarks: ({ pool_connections }) => [
    { x: pool_connections / FAN_OUT, label: `${FAN_OUT} × ${pool_connections / FAN_OUT} = the pool's size` },
  ],
  start: phase.start,
  fresh: 'per-sweep',
  warmUp: async (context) => phase.warmUp?.(context),
  trial: measure,
  expectedMs: (variant, _clients, { user_ms, orders_ms, reviews_ms }) =>
    REQUESTS_PER_CLIENT *
      (variant === 'before' ? user_ms + orders_ms + reviews_ms : 1.5 * Math.max(user_ms, orders_ms, reviews_ms)) +
    100,
};

async function measure({ client, variant, sizes, signal }: TrialContext, clients: number): Promise<Measurement> {
  const latency: number[] = [];
  let failure: Measurement['failure'];
  const loop = (delays: Delays, requests: number, answered: (ms: number) => void) =>
    Promise.all(
      Array.from({ length: clients }, async (_, index) => {
        for (let sent = 0; sent < requests && failure === undefined; sent++) {
          signal.throwIfAborted();
          const outcome = await sendChecked(client, request(variant, 1 + index, delays));
          if (outcome.failure) failure = outcome.failure;
          else answered(outcome.answer.ms);
        }
      }),
    );
  await loop(OPENING, 1, () => {});
  await loop(sizes, REQUESTS_PER_CLIENT, (ms) => latency.push(ms));
  return failure ? { metrics: {}, failure } : { metrics: { latency: median(latency) } };
}
