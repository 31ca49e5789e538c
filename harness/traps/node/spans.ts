/** A statement that takes a tenth of a second and tells when PostgreSQL ran it, and on which backend. */
const NOW = 'extract(epoch FROM clock_timestamp())::float8 * 1000';
export const TIMED = `SELECT pg_backend_pid() AS pid, ${NOW} AS began_ms, pg_sleep(0.1)::text, ${NOW} AS ended_ms`;

export interface Span {
  pid: number;
  began_ms: number;
  ended_ms: number;
}

/** On how many backends they ran, and how many at the same time at most. */
export function overlapOf(spans: readonly Span[]) {
  const running = (at: number) => spans.filter((one) => one.began_ms <= at && at < one.ended_ms).length;
  const backends = new Set(spans.map(({ pid }) => pid)).size;
  return { backends, at_once: Math.max(0, ...spans.map(({ began_ms }) => running(began_ms))) };
}
