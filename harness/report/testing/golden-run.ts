/** The header of the golden run: machine, software, parity facts. Made up, like everything in the fixture. */
import type { PatternResult, RunHeader } from '../../results/schema.ts';

export function goldenRun(patterns: readonly PatternResult[]): Omit<RunHeader, 'blocks' | 'planned_trials'> {
  return {
    schema: 'duet-run',
    schema_version: 1,
    duet_version: '0.1.0',
    id: 'golden',
    command: 'compare --profile quick --seed 42',
    started_at: '2026-01-14T09:30:00.000Z',
    profile: 'quick',
    seed: 42,
    patterns: patterns.map((pattern) => pattern.pattern),
    stacks: ['node', 'python'],
    sizes: {
      parallel_user_ms: 50,
      parallel_orders_ms: 60,
      parallel_reviews_ms: 40,
      streaming_bytes: 64_000_000,
      workers_report_ms: 500,
      workers_light_rate: 200,
      batching_users: 200,
      batching_call_ms: 5,
      pooling_rtt_ms: 5,
    },
    environment: {
      cpu: 'Example CPU E5 @ 2.60 GHz',
      cores: 2,
      memory_bytes: 8_253_050_880,
      os: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-18-amd64',
      container: true,
      runtimes: { node: 'Node.js 24.21.0', python: 'CPython 3.11.7' },
      harness_node: 'Node.js 24.21.0',
      postgres: 'PostgreSQL 18.4',
      postgres_source: 'embedded',
      pinning: 'service on core 0, everything else on core 1; workers on all cores (taskset)',
      commit: '0123456789abcdef0123456789abcdef01234567',
      dirty: false,
      missing: [],
      fingerprint: 'golden-fixture',
    },
    parity: [
      {
        fact: 'libraries',
        values: {
          node: 'fastify 5.12.8, pg 8.23.1, piscina 5.3.2, undici 8.12.4',
          python: 'fastapi 0.165.0, httpx 0.28.1, psycopg 3.3.9, sqlalchemy 2.1.9, uvicorn 0.51.0',
        },
        equal: false,
        note: 'The libraries each community uses; they are part of what is compared.',
      },
      { fact: 'processes', values: { node: '1', python: '1' }, equal: true },
      { fact: 'pool limit', values: { node: '30 (max)', python: '30 (20 + 10)' }, equal: true },
      { fact: 'connection timeout', values: { node: '30 s', python: '30 s' }, equal: true },
      { fact: 'access log', values: { node: 'off', python: 'off' }, equal: true },
      { fact: 'keep-alive', values: { node: 'on', python: 'on' }, equal: true },
      {
        fact: 'round trips per pooled SELECT',
        values: { node: '1', python: '3' },
        equal: false,
        note: 'SQLAlchemy adds BEGIN and ROLLBACK; at the profile’s round-trip time they cost Python about 10 ms per request.',
      },
    ],
    code: Object.fromEntries(
      patterns.map((pattern) => [
        pattern.pattern,
        Object.fromEntries(Object.entries(pattern.stacks).map(([stack, result]) => [stack, result.code])),
      ]),
    ),
  };
}
