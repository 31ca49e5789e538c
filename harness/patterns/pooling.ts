/** One SELECT by id: on a connection of its own, or on one from a pool. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startBusyAccount } from '../lab/busy.ts';
import { connectTo, OBSERVER } from '../lab/database-client.ts';
import type { Lab } from '../lab/lab.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { type ClosedLoad, ownDrivers } from '../load/driver.ts';
import { isOkContaining } from '../load/outcome.ts';
import { driverReport } from '../load/saturation.ts';
import { warmUpUntilSteady } from '../load/warm-up.ts';
import { BEST } from '../results/schema.ts';
import { median } from '../stats/quantiles.ts';
import { sendChecked, wrongAnswer } from './checked-request.ts';
import { cpuMetric, startCpuAccount } from './cpu-metric.ts';
import type { Measurement, Pattern, TrialContext } from './pattern.ts';

const REQUESTS_PER_TRIAL = 10;
/**
 * Short windows in turn: the machine's speed wanders over seconds, and so it touches all arms equally. With those of the control
 * `after` has six, too.
 */
const CAPACITY_TRIALS = { before: 6, after: 3 };
/** The trials of the best way, which is shown beside the others and not compared with them. */
const BEST_TRIALS = 1;
/** What it runs beside `after`, which has been warmed up in the same process, is little: so long is enough. */
const BEST_WARM_UP_MS = 300;
/** Requests whose round trips are counted apart from the timed ones. */
const COUNTED_REQUESTS = 4;

/** One user by id. */
export const request = (variant: string, user: number) => ({
  method: 'GET' as const,
  path: `/pooling/${variant}/users/${user}`,
});

const USERS = 10_000;
/** Requests under load go round all users. */
export const userOf = (n: number) => 1 + (n % USERS);
/** The user who was asked for comes first in the answer. */
export const idOf = (user: number) => `"id":${user},`;

const VARIANTS = ['before', 'after', BEST];
/** What the clients of a capacity trial ask: the same object in every trial of a variant, see load/driver.ts. */
const UNDER_LOAD: ReadonlyMap<string, ClosedLoad['requests']> = new Map(
  VARIANTS.map((variant) => [variant, { count: USERS, of: (n) => request(variant, userOf(n)) }]),
);

const warmUp = async ({ client, variant }: TrialContext) => {
  for (let user = 1; user <= 8; user++) await sendChecked(client, request(variant, user));
};

export const pooling: Pattern = {
  name: 'pooling',
  title: 'Connection pooling',
  variants: VARIANTS,
  counted: {
    node: [
      { name: 'after-max-uses', what: 'a pool that replaces a connection after 5 queries (maxUses)' },
      { name: 'after-pipeline', what: 'one connection for all requests; queries do not wait for answers (pipeline)' },
    ],
    python: [
      { name: 'before-no-dispose', what: 'an engine per request that nobody disposes of' },
      { name: 'nullpool', what: 'one engine without a pool (NullPool)' },
      { name: 'after-autocommit', what: 'the pool, without transactions (AUTOCOMMIT)' },
      { name: 'after-async', what: 'the pool for asyncio (AsyncAdaptedQueuePool)' },
      { name: 'after-pre-ping', what: 'an empty query tests a connection before it is given out (pool_pre_ping)' },
      { name: 'after-lifo', what: 'the connection that came back last goes out first (pool_use_lifo)' },
    ],
  },
  metrics: [
    { id: 'latency', title: 'median latency at the round-trip time', unit: 'ms', better: 'lower', kind: 'time' },
    { id: 'capacity', title: 'capacity without round-trip time', unit: 'req/s', better: 'higher', kind: 'time' },
    {
      id: 'round_trips',
      title: 'round trips to PostgreSQL per request',
      unit: 'count',
      better: 'lower',
      kind: 'count',
    },
    { id: 'connections', title: 'new connections per request', unit: 'count', better: 'lower', kind: 'count' },
    { ...cpuMetric, title: 'CPU time of the service per request, at capacity' },
  ],
  claims: [
    { metric: 'latency', before: 170, after: 20, gain: 8.5, text: '150 ms to connect and 20 ms to query become 20 ms' },
  ],
  gains: [
    { metric: 'latency', kind: 'ratio' },
    { metric: 'capacity', kind: 'ratio' },
    { metric: 'round_trips', kind: 'ratio' },
    { metric: 'cpu', kind: 'ratio' },
  ],
  limits: {
    latency: () => 'the same SELECT on one warm connection through the same proxy: one round trip and the server time',
  },
  workload: ({ rtt_ms, capacity_clients }) =>
    `One user by id: single requests with ${rtt_ms} ms of round-trip time to PostgreSQL, then ${capacity_clients} clients without it.`,
  checks: (variant) => [1, 4_711, 10_000].map((user) => request(variant, user)),
  inspected: {
    count: 10,
    request: (variant, n) => request(variant, n),
    how: () => '10 requests without round-trip time',
  },
  phases: [
    {
      name: 'latency',
      start: { via: 'proxy' },
      fresh: 'per-block',
      // The control makes it two of `after`.
      trialsPerBlock: (variant) => (variant === 'before' ? 2 : 1),
      sparingly: [BEST],
      prepare: (lab) => lab.proxy.setRtt(0),
      warmUp,
      trial: measureLatency,
      control: { variant: 'after' },
      expectedMs: (variant, { rtt_ms }) => REQUESTS_PER_TRIAL * (rtt_ms + 1) * (variant === 'before' ? 12 : 2) + 100,
    },
    {
      name: 'capacity',
      start: {},
      fresh: 'per-block',
      trialsPerBlock: (variant) => CAPACITY_TRIALS[variant as keyof typeof CAPACITY_TRIALS] ?? BEST_TRIALS,
      sparingly: [BEST],
      warmUp: warmUpForLoad,
      expectedWarmUpMs: () => 1_800,
      trial: measureCapacity,
      load: 'closed',
      control: { variant: 'after' },
      expectedMs: (_variant, { capacity_ms }) => capacity_ms + 20,
    },
  ],
};

async function warmUpForLoad({ client, variant, sizes }: TrialContext): Promise<void> {
  const requestOf = (n: number) => request(variant, userOf(n));
  const { capacity_clients: clients } = sizes;
  if (variant === BEST) await closedLoop(client, requestOf, { clients, durationMs: BEST_WARM_UP_MS });
  else await warmUpUntilSteady(client, requestOf, clients);
}

async function measureLatency({ lab, client, variant, sizes, signal }: TrialContext): Promise<Measurement> {
  const { round_trips, connections } = await countRoundTrips(lab, () => sendMany(COUNTED_REQUESTS));
  await lab.proxy.setRtt(sizes.rtt_ms);
  const limit = variant === 'before' ? undefined : await timeBareQuery(lab);
  const { latency, failure } = await sendMany(REQUESTS_PER_TRIAL);
  await lab.proxy.setRtt(0);
  if (failure) return { metrics: {}, failure };
  return {
    metrics: { round_trips, connections },
    raw_ms: { latency },
    ...(limit === undefined ? {} : { limits: { latency: limit } }),
  };

  async function sendMany(count: number) {
    const latency: number[] = [];
    for (let user = 1; user <= count; user++) {
      signal.throwIfAborted();
      const { answer, failure } = await sendChecked(client, request(variant, user));
      if (failure) return { latency, failure };
      if (!answer.text.includes(idOf(user))) {
        return { latency, failure: wrongAnswer(`asked for user ${user}, got ${answer.text.slice(0, 100)}`) };
      }
      latency.push(answer.ms);
    }
    return { latency };
  }
}

/** Per request: exact, because nothing else uses the proxy. */
async function countRoundTrips(lab: Lab, send: () => Promise<unknown>) {
  await lab.proxy.reset();
  await send();
  const { round_trips, connections } = await lab.proxy.counts();
  return { round_trips: round_trips / COUNTED_REQUESTS, connections: connections / COUNTED_REQUESTS };
}

/** Median of a few queries, in ms, on a connection of our own. */
async function timeBareQuery(lab: Lab): Promise<number> {
  const client = await connectTo(lab.proxiedUrl, OBSERVER);
  try {
    const times: number[] = [];
    for (let user = 1; user <= 5; user++) {
      const started = performance.now();
      await client.query('SELECT id, name, email, plan FROM duet.users WHERE id = $1', [user]);
      times.push(performance.now() - started);
    }
    return median(times);
  } finally {
    await client.end();
  }
}

async function measureCapacity(context: TrialContext): Promise<Measurement> {
  const { lab, client, service, drivers = ownDrivers, variant, sizes } = context;
  const requests = UNDER_LOAD.get(variant);
  if (requests === undefined) throw new Error(`pooling/${variant} has no capacity trials`);
  const drive = drivers.closed({
    ...{ client, url: service.url, requests },
    ...{
      clients: sizes.capacity_clients,
      durationMs: sizes.capacity_ms,
      check: isOkContaining((n) => idOf(userOf(n))),
    },
  });
  const cpuSince = startCpuAccount(service);
  const busySince = startBusyAccount(lab.database, service);
  const load = await drive();
  const { serviceTime, abandonedMs } = load;
  const busy = busySince(abandonedMs === undefined ? undefined : load.elapsedMs);
  // What the service still does for nobody is in its CPU, as it is among the requests that were sent.
  if (abandonedMs !== undefined) await sleep(abandonedMs);
  return {
    metrics: { capacity: load.perSecond, ...cpuSince(load.sent) },
    ...(serviceTime === undefined ? {} : { histograms: { capacity: serviceTime.toBase64() } }),
    ...driverReport(load),
    ...(busy === undefined ? {} : { busy }),
  };
}
