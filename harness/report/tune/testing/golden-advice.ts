/** The recommendations of the golden results: made up, in the words a real one would use. */
import type { Recommendation } from '../../../results/schema.ts';

export const HOLD_ADVICE: Recommendation = {
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
    pool_size=11,  # the fewest that are as fast as the best
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
    { name: 'max', value: 6, reason: 'The fewest connections whose p95 is within 6 % of the best setting measured.' },
    {
      name: 'connectionTimeoutMillis',
      value: 500,
      reason:
        'The default, 0, waits for ever: an overloaded service would collect requests that nobody waits for any more.',
    },
    { name: 'idleTimeoutMillis', value: 0, reason: 'Opening a connection again costs more than keeping 6 of them.' },
  ],
  arithmetic: '100 max_connections − 3 reserved − 1 open already = 96 for one process; 6 are asked for.',
  limited_by_server: false,
  target_met: null,
  target_verdict: 'No p99 was asked for: 6 connections are as good as any number of them.',
  bottleneck: {
    kind: 'pool',
    evidence: 'Nothing else is short: PostgreSQL used 0.06 of a core, the service 0.22.',
    advice: 'The pool decides; size it as recommended.',
  },
  snippets: [
    {
      title: 'node-postgres',
      language: 'typescript',
      code: `const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 6, // the fewest that are as fast as the best
  connectionTimeoutMillis: 500,
  idleTimeoutMillis: 0, // never close an idle one
});
`,
    },
  ],
};

export const OWN_ADVICE: Recommendation = {
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

export const UNMET_ADVICE: Recommendation = {
  ...HOLD_ADVICE,
  target_met: false,
  target_verdict:
    'No pool meets a p99 of 20 ms: the service alone, with nobody waiting, takes 63.0 ms. The recommendation is as good as any.',
};
