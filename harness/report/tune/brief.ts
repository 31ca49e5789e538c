/** The answer for a reader in a hurry: beside the size, what it must handle and what limits it, a line each. */
import type { TargetVerdict, TuneResults } from '../../results/schema.ts';
import { quantity, statedQuantity } from '../kit/format.ts';
import { bottleneckText } from './advice/bottleneck.ts';
import { rateText } from './cell-metrics.ts';

/** Without a recommendation there is nothing that could limit it. */
export function briefLines(results: TuneResults): string[] {
  const { recommendation } = results;
  const load = `Must handle: ${askedText(results)}`;
  if (recommendation === null) return [load];
  const found = foundText(recommendation.target_verdict);
  return [found === '' ? load : `${load} (${found})`, bottleneckText(recommendation.bottleneck).title];
}

/** "200 requests per second over 2 processes, p99 at most 150 ms". */
function askedText({ target: { rate_per_s, processes, p99_ms } }: TuneResults): string {
  const over = processes === 1 ? '' : ` over ${processes} processes`;
  const p99 = p99_ms === null ? '' : `, p99 at most ${statedQuantity(p99_ms, 'ms')}`;
  return `${rateText(rate_per_s)} requests per second${over}${p99}`;
}

const FOUND: Record<TargetVerdict['code'], (p99: string) => string> = {
  met: (p99) => `it is ${p99}`,
  'not-met': (p99) => `not met: it is ${p99}`,
  'not-asked': (p99) => `p99 is ${p99}`,
  'as-it-runs': (p99) => `p99 is ${p99} with the pool that it has`,
  unanswered: () => 'no request was answered',
  unmeasured: () => 'not measured',
  stored: () => '',
};

const foundText = (verdict: TargetVerdict): string =>
  FOUND[verdict.code]('p99_ms' in verdict ? quantity(verdict.p99_ms, 'ms') : '');
