/**
 * The recommendations of the golden results, made up. Some are as version 1 kept them, in sentences: what was stored then
 * is shown as it stands.
 */
import type { Recommendation } from '../../results/schema.ts';
import type { RecommendationVersion1 } from '../../results/tune-version-1.ts';

export const HOLD_ADVICE: RecommendationVersion1 = {
  setting: { size: 11, overflow: 0, timeout_ms: 500 },
  values: [
    {
      name: 'pool_size',
      value: 11,
      reason:
        'The fewest connections whose p95 is within 6 % of the best setting measured; with 10 it was 15 % slower.',
    },
    {
      name: 'max_overflow',
      value: 0,
      reason:
        'A pool opens connections when they are first needed and never closes idle ones: overflow only opens and closes more of them.',
    },
    {
      name: 'pool_timeout',
      value: 0.5,
      reason: 'Longer than any wait of the burst (212 ms), and short enough to refuse before a client gives up.',
    },
    { name: 'pool_recycle', value: -1, reason: 'Nothing between service and PostgreSQL closes idle connections here.' },
    { name: 'pool_pre_ping', value: true, reason: 'One round trip per checkout buys survival of a database restart.' },
  ],
  arithmetic:
    '(100 max_connections − 3 reserved − 1 open already) ÷ 2 processes = 48 per process; 2 × 11 = 22 are asked for.',
  limited_by_server: false,
  target_met: true,
  target_verdict: 'p99 is 69.4 ms at 200 requests per second over 2 processes: within the 150 ms that were asked for.',
  bottleneck: {
    kind: 'held-transaction',
    evidence: 'A connection is held for 60.9 ms per request, and 94 % of that time PostgreSQL waits for the service.',
    advice: 'End the transaction before the upstream call: with 4 ms per request, 2 connections would do.',
  },
  snippets: [
    {
      title: 'SQLAlchemy, async',
      language: 'python',
      code: `engine = create_async_engine(
    DATABASE_URL,
    pool_size=11,  # the smallest number that is as fast as the best
    max_overflow=0,  # would only open and close connections
    pool_timeout=0.5,  # seconds; longer than the waits of a burst
    pool_pre_ping=True,
)
`,
    },
  ],
};

export const NODE_ADVICE: Recommendation = {
  setting: { size: 6, overflow: 0, timeout_ms: 500 },
  values: [
    {
      name: 'max',
      value: 6,
      reason: {
        ...{ code: 'size', claim: 'smallest', connections: 6, windows: 6, noise: 0.06, in_use: 2.3 },
        own: { connections: 6, p95_ms: 26.2, sent: 600, unserved: 0 },
        fewer: { connections: 5, p95_ms: 31.9, sent: 600, unserved: 2 },
        most: { connections: 24, p95_ms: 26.1, sent: 600, unserved: 0 },
      },
    },
    {
      name: 'connectionTimeoutMillis',
      value: 500,
      reason: {
        ...{ code: 'timeout', timeout_ms: 500 },
        overload: {
          ...{ rate_per_s: 375, burst_wait_ms: 212, choice: 'shorter-serves-all' },
          tried: [
            { timeout_ms: 500, sent: 750, completed: 510, duration_ms: 2_000, answered_p99_ms: 540 },
            { timeout_ms: 2_000, sent: 1_875, completed: 1_310, duration_ms: 5_000, answered_p99_ms: 2_040 },
          ],
        },
      },
    },
    { name: 'idleTimeoutMillis', value: 0, reason: { code: 'stays-open', connections: 6 } },
  ],
  arithmetic: {
    ...{
      code: 'of-budget',
      max_connections: 100,
      reserved: 3,
      others: 1,
      available: 96,
      processes: 1,
      per_process: 96,
    },
    ...{ connections: 6, taken: 6, left: 90 },
  },
  limited_by_server: false,
  target_met: null,
  target_verdict: { code: 'not-asked', p99_ms: 31.8, limited: false },
  bottleneck: {
    ...{ kind: 'pool', rate_per_s: 375, connections: 6, waiting_max: 190, timeouts: 240, sent: 750 },
    ...{ database_cpu: 0.06, service_cpu: 0.22, borne_per_s: 250 },
  },
  snippets: [
    {
      code: 'pg',
      language: 'typescript',
      lines: [
        { text: 'const pool = new pg.Pool({' },
        { text: '  connectionString: process.env.DATABASE_URL,' },
        { text: '  max: 6,', about: 'max' },
        { text: '  connectionTimeoutMillis: 500,', about: 'connectionTimeoutMillis' },
        { text: '  idleTimeoutMillis: 0,', about: 'idleTimeoutMillis' },
        { text: '});' },
      ],
    },
  ],
};

export const OWN_ADVICE: RecommendationVersion1 = {
  ...HOLD_ADVICE,
  arithmetic: 'Unknown: no database was named. 2 processes ask for 2 × 11 = 22 connections.',
  bottleneck: {
    kind: 'none',
    evidence: 'Without a view of the database nothing but latency and timeouts could be judged.',
    advice: 'Name the database (`DATABASE_URL`) to learn what its connections wait for.',
  },
  snippets: [
    { title: 'Your service', language: 'sh', code: 'DB_POOL_SIZE=11\nDB_MAX_OVERFLOW=0\n' },
    ...HOLD_ADVICE.snippets,
  ],
};

export const UNMET_ADVICE: RecommendationVersion1 = {
  ...HOLD_ADVICE,
  target_met: false,
  target_verdict:
    'No pool meets a p99 of 20 ms: the service alone, with nobody waiting, takes 63.0 ms. The recommendation is as good as any.',
};
