/** Is the p99 that was asked for met? Where it is not: why, and why no pool could. */
import { refused } from '../../errors.ts';
import { counted, quantity, statedQuantity } from '../../report/format.ts';
import { type Bottleneck, connectionsOf, type TuneResults, type TuneTarget } from '../../results/tune.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { p99At } from './evidence.ts';

/**
 * A target that nothing could meet, before anything is measured.
 * @throws DuetError (exit 2): a request needs at least one round trip to PostgreSQL.
 */
export function refuseImpossibleTarget({ p99_ms, rtt_ms }: Pick<TuneTarget, 'p99_ms' | 'rtt_ms'>): void {
  if (p99_ms === null || p99_ms > rtt_ms) return;
  throw refused(
    `a p99 of ${statedQuantity(p99_ms, 'ms')} cannot be met: one round trip to PostgreSQL alone takes ${statedQuantity(rtt_ms, 'ms')}`,
    'a higher --p99, or a lower --rtt',
  );
}

export interface TargetVerdict {
  met: boolean | null;
  /** In words. */
  verdict: string;
}

/** Judged by the median p99 of all windows at the target rate on the recommended number of connections. */
export function judgeTarget(found: SearchResult, bottleneck: Bottleneck, results: TuneResults): TargetVerdict {
  const { p99_ms: asked } = results.target;
  const measured = p99At(results, found.connections);
  if (measured === null) {
    return {
      met: asked === null ? null : false,
      verdict: 'No request was answered at the target rate, whatever the pool.',
    };
  }
  if (asked === null) {
    const makes = found.ending === 'ceiling' ? 'as good as the connections allow' : 'as good as any pool makes it';
    return { met: null, verdict: `No p99 was asked for; it is ${quantity(measured, 'ms')}, ${makes}.` };
  }
  const comes = `p99 is ${quantity(measured, 'ms')} of the ${statedQuantity(asked, 'ms')} asked for`;
  if (measured <= asked) return { met: true, verdict: `Met: ${comes}.` };
  return { met: false, verdict: `Not met: ${comes}. ${whyNot(asked, found, bottleneck, results)}` };
}

/** What makes every request slower. A held transaction only takes more connections. */
const SLOWS_REQUESTS = new Set<Bottleneck['kind']>(['threads', 'max-connections', 'database-cpu', 'service-cpu']);

function whyNot(
  asked: number,
  { ending, connections }: SearchResult,
  bottleneck: Bottleneck,
  results: TuneResults,
): string {
  const { probe, target, search } = results;
  if (probe !== null && probe.service_ms >= asked) {
    const network = target.rtt_ms > 0 ? `, each round trip to PostgreSQL ${quantity(target.rtt_ms, 'ms')} of it` : '';
    return `A request takes ${quantity(probe.service_ms, 'ms')} even when nobody waits${network}: no pool can make that shorter.`;
  }
  const better = search
    .map(({ setting }) => connectionsOf(setting))
    .map((size) => ({ size, p99: p99At(results, size) }))
    .find(({ p99 }) => p99 !== null && p99 <= asked);
  if (better !== undefined) {
    return `In the search ${counted(better.size, 'connection')} came to ${quantity(better.p99 as number, 'ms')}, but p95 and timeouts are no better there: a p99 of few requests varies. Tune longer at a lower rate to tell.`;
  }
  if (ending === 'ceiling') {
    const bound = results.budget === null ? 'No more than' : 'PostgreSQL can give no more than';
    return `${bound} ${connections}${results.budget === null ? ' were tried' : ''}. ${bottleneck.advice}`;
  }
  if (!SLOWS_REQUESTS.has(bottleneck.kind)) {
    return 'More connections do not lower it either: the slowest requests are slow by themselves, not for want of a connection.';
  }
  return `More connections do not lower it either. ${bottleneck.evidence} ${bottleneck.advice}`;
}
