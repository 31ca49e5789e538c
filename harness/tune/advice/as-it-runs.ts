/** A service that cannot be given a setting is only watched: what its hold time says, and whether it meets the target. */
import { counted, quantity, statedQuantity } from '../../report/format.ts';
import type { Recommendation, TuneResults, TuneSubject } from '../../results/tune.ts';
import { median } from '../../stats/quantiles.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { bottleneckOf } from './bottleneck.ts';
import { budgetArithmetic } from './connection-budget.ts';
import { poolTimeout } from './pool-timeout.ts';
import type { TargetVerdict } from './target.ts';

/** Whether it was left with the pool that it has. */
export const runsAsItIs = (subject: TuneSubject): boolean => subject.kind === 'url' && subject.hook === null;

/** A prediction, and called one: no lines to paste, for nothing was compared. */
export function adviseAsItRuns(found: SearchResult, results: TuneResults): Recommendation {
  const { budget, target } = results;
  const { connections } = found;
  const { met, verdict } = judgeAsItRuns(results);
  return {
    setting: { size: connections, overflow: 0, timeout_ms: poolTimeout(results).timeoutMs },
    values: [{ name: 'connections', value: connections, reason: predictionReason(results) }],
    arithmetic: budgetArithmetic(budget, target.processes, connections),
    limited_by_server: false,
    target_met: met,
    target_verdict: verdict,
    bottleneck: bottleneckOf(found, results),
    snippets: [],
  };
}

function predictionReason({ probe, prediction, target }: TuneResults): string {
  if (probe === null || prediction === null) return 'Nothing could be measured.';
  const rate = statedQuantity(target.rate_per_s / target.processes, 'req/s');
  const assumed = probe.hold_source === 'assumed' ? ' (the whole request, as no database is to be seen)' : '';
  return `Not measured, but predicted: ${rate} of which each holds a connection for ${quantity(probe.hold_ms, 'ms')}${assumed} keep ${prediction.in_use.toFixed(1)} in use on average (Little's law), and with so many few requests wait (Erlang C).`;
}

/** By the window of the load curve at the target rate, which had the pool that the service has. */
export function judgeAsItRuns({ target, load_curve }: TuneResults): TargetVerdict {
  const rate = target.rate_per_s / target.processes;
  const windows = load_curve.filter(({ rate_per_s }) => Math.abs(rate_per_s / rate - 1) < 0.01);
  const p99s = windows.flatMap(({ p99_ms }) => (p99_ms === null ? [] : [p99_ms]));
  const asked = target.p99_ms;
  if (p99s.length === 0) return { met: null, verdict: 'The target rate was not measured.' };
  const unserved = windows.reduce((sum, { sent, completed }) => sum + sent - completed, 0);
  const lost = unserved === 0 ? '' : `, and ${counted(unserved, 'request')} got no answer or a wrong one`;
  const p99 = quantity(median(p99s), 'ms');
  if (asked === null) {
    return { met: null, verdict: `With the pool that it has, p99 is ${p99}${lost}. No other pool was tried.` };
  }
  const met = median(p99s) <= asked && unserved === 0;
  return {
    met,
    verdict: `${met ? 'Met' : 'Not met'} with the pool that it has: p99 is ${p99} of the ${statedQuantity(asked, 'ms')} asked for${lost}. No other pool was tried.`,
  };
}
