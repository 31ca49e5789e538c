/** From how many users in a request on does batching pay? A batch holds all of them, up to the upstream's 100. */
import { median } from '../../stats/quantiles.ts';
import { batching } from '../batching.ts';
import type { Phase } from '../pattern.ts';
import type { Sweep } from './sweep.ts';

const phase = batching.phases[0] as Phase;

/** Few users are enriched in little time, in which one late timer counts much: the median of several requests. */
const requests = (users: number) => (users < 20 ? 3 : 1);

export const batchSize: Sweep = {
  id: 'batch-size',
  pattern: 'batching',
  x: { title: 'users enriched by one request', unit: 'count', noun: 'users' },
  points: ({ users }) => [1, 2, 5, 10, 30, 100, ...(users < 500 ? [500] : [])],
  longFrom: 500,
  ownPoint: ({ users }) => users,
  curves: [
    {
      id: 'batch-size-time',
      title: 'Gain against the size of a batch',
      metric: 'time',
      gain: 'time with a call per user ÷ time with a call per 100',
    },
  ],
  how: ({ call_base_ms, call_per_item_ms }) =>
    `The time of one request at the profile's call times (${round(call_base_ms)} ms and ${round(call_per_item_ms)} ms per user), below 20 users the median of three.`,
  landmarks: () => [{ x: 100, label: 'a batch is full' }],
  start: phase.start,
  fresh: 'per-sweep',
  prepare: async (lab, sizes) => phase.prepare?.(lab, sizes),
  warmUp: async (context) => phase.warmUp?.(context),
  async trial(context, users) {
    const time: number[] = [];
    for (let request = 0; request < requests(users); request++) {
      context.signal.throwIfAborted();
      const { metrics, failure } = await phase.trial({ ...context, sizes: { ...context.sizes, users } });
      if (failure) return { metrics: {}, failure };
      time.push(metrics.time as number);
    }
    return { metrics: { time: median(time) } };
  },
  expectedMs: (variant, users, sizes) => requests(users) * (phase.expectedMs(variant, { ...sizes, users }) + 5),
};

const round = (ms: number) => Math.round(ms * 100) / 100;
