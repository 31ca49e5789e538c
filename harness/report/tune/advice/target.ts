/** Whether the p99 that was asked for is met; where it is not, why. */
import type { Recommendation, TargetVerdict, Unmet } from '../../../results/schema.ts';
import { counted, quantity, statedQuantity } from '../../kit/format.ts';
import { bottleneckText } from './bottleneck.ts';

type Judged = Pick<Recommendation, 'target_verdict' | 'target_met' | 'bottleneck'>;

export function verdictText({ target_verdict: verdict, target_met, bottleneck }: Judged): string {
  switch (verdict.code) {
    case 'stored':
      return verdict.text;
    case 'unanswered':
      return 'No request was answered at the target rate, whatever the pool.';
    case 'unmeasured':
      return 'The target rate was not measured.';
    case 'not-asked':
      return `No p99 was asked for; it is ${quantity(verdict.p99_ms, 'ms')}, ${verdict.limited ? 'as good as the connections allow' : 'as good as any pool can make it'}.`;
    case 'met':
      return `Met: ${comparison(verdict)}.`;
    case 'not-met':
      return `Not met: ${comparison(verdict)}. ${whyNot(verdict.because, bottleneck)}`;
    case 'as-it-runs':
      return asItRuns(verdict, target_met);
  }
}

const comparison = ({ p99_ms, asked_ms }: { p99_ms: number; asked_ms: number }): string =>
  `p99 is ${quantity(p99_ms, 'ms')} of the ${statedQuantity(asked_ms, 'ms')} asked for`;

function whyNot(because: Unmet, bottleneck: Recommendation['bottleneck']): string {
  const { evidence, advice } = bottleneckText(bottleneck);
  switch (because.code) {
    case 'request-too-slow': {
      const { service_ms, rtt_ms } = because;
      const network = rtt_ms > 0 ? `, each round trip to PostgreSQL ${quantity(rtt_ms, 'ms')} of it` : '';
      return `A request takes ${quantity(service_ms, 'ms')} even when none waits${network}: no pool can make that shorter.`;
    }
    case 'met-by-chance':
      return `In the search ${counted(because.connections, 'connection')} came to ${quantity(because.p99_ms, 'ms')}, but p95 and timeouts are no better there: a p99 of few requests varies. Tune for longer, at a lower rate, to find out.`;
    case 'server-limit':
      return `PostgreSQL can give no more than ${because.connections}. ${advice}`;
    case 'most-tried':
      return `No more than ${because.connections} were tried. ${advice}`;
    case 'slow-by-itself':
      return 'More connections do not lower it either: the slowest requests are slow by themselves, not for lack of a connection.';
    case 'bottleneck':
      return `More connections do not lower it either. ${evidence} ${advice}`;
  }
}

function asItRuns(verdict: Extract<TargetVerdict, { code: 'as-it-runs' }>, isMet: boolean | null): string {
  const { p99_ms, asked_ms, unserved } = verdict;
  const lost = unserved === 0 ? '' : `, and ${counted(unserved, 'request')} got no answer or a wrong one`;
  if (asked_ms === null) {
    return `With the pool that it has, p99 is ${quantity(p99_ms, 'ms')}${lost}. No other pool was tried.`;
  }
  const met = isMet ? 'Met' : 'Not met';
  return `${met} with the pool that it has: ${comparison({ p99_ms, asked_ms })}${lost}. No other pool was tried.`;
}
