/** A service that cannot be given a setting is only watched: what its hold time says, and whether it meets the target. */
import {
  measuredRate,
  type Reason,
  type Recommendation,
  type TargetVerdict,
  type TuneResults,
} from '../../results/tune.ts';
import { median } from '../../stats/quantiles.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { bottleneckOf } from './bottleneck.ts';
import { poolTimeout } from './pool-timeout.ts';
import { connectionSum } from './pooler-sums.ts';

/** A prediction, and called one: no lines to paste, for nothing was compared. */
export function adviseAsItRuns(found: SearchResult, results: TuneResults): Recommendation {
  const { connections } = found;
  const verdict = judgeAsItRuns(results);
  return {
    setting: { size: connections, overflow: 0, timeout_ms: poolTimeout(results).timeout_ms },
    values: [{ name: 'connections', value: connections, reason: predictionReason(results) }],
    arithmetic: connectionSum(results, connections),
    limited_by_server: false,
    target_met: isMetAsItRuns(verdict),
    target_verdict: verdict,
    bottleneck: bottleneckOf(found, results),
    snippets: [],
  };
}

function predictionReason({ probe, prediction, target }: TuneResults): Reason {
  if (probe === null || prediction === null) return { code: 'unmeasured' };
  return {
    code: 'predicted',
    rate_per_s: target.rate_per_s / target.processes,
    hold_ms: probe.hold_ms,
    hold_assumed: probe.hold_source === 'assumed',
    in_use: prediction.in_use,
  };
}

type AsItRuns = Extract<TargetVerdict, { code: 'as-it-runs' | 'unanswered' | 'unmeasured' }>;

/** By the window of the load curve at the target rate, which had the pool that the service has. */
export function judgeAsItRuns(results: TuneResults): AsItRuns {
  const { target, load_curve } = results;
  const rate = measuredRate(results);
  const windows = load_curve.filter(({ rate_per_s }) => Math.abs(rate_per_s / rate - 1) < 0.01);
  const p99s = windows.flatMap(({ p99_ms }) => (p99_ms === null ? [] : [p99_ms]));
  if (p99s.length === 0) return { code: 'unmeasured' };
  const unserved = windows.reduce((sum, { sent, completed }) => sum + sent - completed, 0);
  return { code: 'as-it-runs', p99_ms: median(p99s), asked_ms: target.p99_ms, unserved };
}

/** Null where no p99 was asked for, or none measured. A request that was lost meets no target. */
export function isMetAsItRuns(verdict: AsItRuns): boolean | null {
  if (verdict.code !== 'as-it-runs' || verdict.asked_ms === null) return null;
  return verdict.p99_ms <= verdict.asked_ms && verdict.unserved === 0;
}
