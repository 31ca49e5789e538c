/** Enriching users through an external API: one call each, a hundred to a call, or several such calls at once. */
import { BEST } from '../results/schema.ts';
import { sendChecked } from './checked-request.ts';
import { cpuMetric, startCpuAccount } from './cpu-metric.ts';
import type { Pattern, TrialContext } from './pattern.ts';

/** Users that go into one call. */
export const BATCH = 100;
/** What the services have under way at once in the best way. */
const AT_ONCE = 10;

/** Enriches so many users. */
export const request = (variant: string, users: number) => ({
  method: 'POST' as const,
  path: `/batching/${variant}`,
  body: { users },
});

export const batching: Pattern = {
  name: 'batching',
  title: 'Batching calls to an external API',
  variants: ['before', 'after', BEST],
  metrics: [
    { id: 'time', title: 'time', unit: 'ms', better: 'lower', kind: 'time' },
    { id: 'calls', title: 'calls to the external API', unit: 'count', better: 'lower', kind: 'count' },
    cpuMetric,
  ],
  claims: [
    { metric: 'time', before: 50_000, after: 2_500, gain: 20, text: '1,000 users: 50 s become 2.5 s' },
    { metric: 'calls', before: 1_000, after: 10, gain: 100, text: '1,000 calls become 10' },
  ],
  gains: [
    { metric: 'time', kind: 'ratio' },
    { metric: 'calls', kind: 'ratio' },
    { metric: 'cpu', kind: 'ratio' },
  ],
  limits: {
    time: () => 'the number of batches times the measured time of a batch call in the upstream',
    calls: () => `users divided by ${BATCH}, rounded up`,
  },
  ownLimits: {
    [BEST]: {
      time: ({ users }) => `the measured time of a batch call in the upstream${times(rounds(users))}`,
    },
  },
  workload: ({ users, call_base_ms, call_per_item_ms }) =>
    `${users.toLocaleString('en-US')} users enriched through an API that takes ${round(call_base_ms + call_per_item_ms)} ms for one user and ${round(call_base_ms + BATCH * call_per_item_ms)} ms for ${BATCH}.`,
  checks: (variant) => [1, 3, 100, 101].map((users) => request(variant, users)),
  inspected: {
    count: 1,
    request: (variant, _n, { users }) => request(variant, users),
    how: ({ users }) => `one request for ${users.toLocaleString('en-US')} users, whose calls are answered at once`,
    prepare: (lab) => lab.upstream.setModel({ baseMs: 0, perItemMs: 0 }),
  },
  phases: [
    {
      name: 'enrichment',
      start: {},
      fresh: 'per-block',
      trialsPerBlock: (variant) => (variant === 'before' ? 1 : 2),
      prepare: (lab, { call_base_ms, call_per_item_ms }) =>
        lab.upstream.setModel({ baseMs: call_base_ms, perItemMs: call_per_item_ms }),
      warmUp: async ({ client, variant, sizes }) => {
        for (const users of variant === 'before' ? [5, 30] : [5, sizes.users, sizes.users]) {
          await sendChecked(client, request(variant, users));
        }
      },
      trial: measure,
      control: { variant: 'after' },
      expectedMs: (variant, { users, call_base_ms, call_per_item_ms }) =>
        variant === BEST
          ? rounds(users) * (call_base_ms + BATCH * call_per_item_ms)
          : (variant === 'before' ? users : Math.ceil(users / BATCH)) * (call_base_ms + 1) + users * call_per_item_ms,
    },
  ],
};

/** How often the best way waits for calls that are under way together. */
const rounds = (users: number) => Math.ceil(users / BATCH / AT_ONCE);
const times = (count: number) => (count === 1 ? '' : `, ${count} times: ${AT_ONCE} are under way at once`);

const round = (ms: number) => Math.round(ms * 10) / 10;

async function measure({ lab, client, service, variant, sizes }: TrialContext) {
  await lab.upstream.reset();
  const cpuSince = startCpuAccount(service);
  const { answer, failure } = await sendChecked(client, request(variant, sizes.users));
  if (failure) return { metrics: {}, failure };
  const cpu = cpuSince(1);
  const { single, batch } = await lab.upstream.tally();
  const batches = Math.ceil(sizes.users / BATCH);
  const inARow = variant === BEST ? rounds(sizes.users) : batches;
  return {
    metrics: { time: answer.ms, calls: single.calls + batch.calls, ...cpu },
    limits: { calls: batches, ...(batch.calls > 0 ? { time: (inARow * batch.totalMs) / batch.calls } : {}) },
  };
}
