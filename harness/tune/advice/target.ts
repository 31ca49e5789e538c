/** Is the p99 that was asked for met? Where it is not: why, and why no pool could. */
import { refused } from '../../errors.ts';
import {
  type Bottleneck,
  connectionsOf,
  type TargetVerdict,
  type TuneResults,
  type TuneTarget,
  type Unmet,
} from '../../results/tune.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { p99At } from './evidence.ts';

/**
 * A target that nothing could meet, before anything is measured.
 * @throws DuetError (exit 2): a request needs at least one round trip to PostgreSQL.
 */
export function refuseImpossibleTarget({ p99_ms, rtt_ms }: Pick<TuneTarget, 'p99_ms' | 'rtt_ms'>): void {
  if (p99_ms === null || p99_ms > rtt_ms) return;
  throw refused(
    `a p99 of ${p99_ms} ms cannot be met: one round trip to PostgreSQL alone takes ${rtt_ms} ms`,
    'use a higher --p99 or a lower --rtt',
  );
}

/** Judged by the median p99 of all windows at the target rate on the recommended number of connections. */
export function judgeTarget(found: SearchResult, bottleneck: Bottleneck, results: TuneResults): TargetVerdict {
  const { p99_ms: asked_ms } = results.target;
  const p99_ms = p99At(results, found.connections);
  if (p99_ms === null) return { code: 'unanswered' };
  if (asked_ms === null) return { code: 'not-asked', p99_ms, limited: found.ending === 'ceiling' };
  if (p99_ms <= asked_ms) return { code: 'met', p99_ms, asked_ms };
  return { code: 'not-met', p99_ms, asked_ms, because: whyNot(asked_ms, found, bottleneck, results) };
}

/** Null where no p99 was asked for. */
export function isMet({ code }: TargetVerdict, { p99_ms }: Pick<TuneTarget, 'p99_ms'>): boolean | null {
  return p99_ms === null ? null : code === 'met';
}

/** What makes every request slower. A held transaction only takes more connections. */
const SLOWS_REQUESTS = new Set<Bottleneck['kind']>(['threads', 'max-connections', 'database-cpu', 'service-cpu']);

function whyNot(
  asked: number,
  { ending, connections }: SearchResult,
  bottleneck: Bottleneck,
  results: TuneResults,
): Unmet {
  const { probe, target, search, budget } = results;
  if (probe !== null && probe.service_ms >= asked) {
    return { code: 'request-too-slow', service_ms: probe.service_ms, rtt_ms: target.rtt_ms };
  }
  const better = search
    .map(({ setting }) => connectionsOf(setting))
    .map((size) => ({ connections: size, p99_ms: p99At(results, size) ?? Number.POSITIVE_INFINITY }))
    .find(({ p99_ms }) => p99_ms <= asked);
  if (better !== undefined) return { code: 'met-by-chance', ...better };
  if (ending === 'ceiling') return { code: budget === null ? 'most-tried' : 'server-limit', connections };
  return { code: SLOWS_REQUESTS.has(bottleneck.kind) ? 'bottleneck' : 'slow-by-itself' };
}
