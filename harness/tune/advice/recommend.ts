/** From everything that was measured to what the reader should set, and why. Pure. */
import { type PoolSetting, type Recommendation, runsAsItIs, type TuneResults } from '../../results/tune.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { adviseAsItRuns } from './as-it-runs.ts';
import { bottleneckOf } from './bottleneck.ts';
import { librariesOf } from './libraries.ts';
import { nodeValues } from './node-values.ts';
import { poolTimeout } from './pool-timeout.ts';
import { connectionSum } from './pooler-sums.ts';
import { poolerValues } from './pooler-values.ts';
import { pythonValues } from './python-values.ts';
import { overflowReason, sizeReason } from './size-reason.ts';
import { snippetsOf } from './snippets.ts';
import { isMet, judgeTarget } from './target.ts';

/**
 * The recommendation, never above what PostgreSQL can give. The setting follows from the search and the overload alone, so
 * that it can be advised before its comparison and, with the measurements of the comparison, once more after it.
 */
export function recommend(found: SearchResult, results: TuneResults): Recommendation {
  const { budget, target, subject } = results;
  if (runsAsItIs(subject)) return adviseAsItRuns(found, results);
  const timeout = poolTimeout(results);
  const connections = Math.min(found.connections, budget?.per_process ?? found.connections);
  const setting: PoolSetting = { size: connections, overflow: 0, timeout_ms: timeout.timeout_ms };
  const reasons = { size: sizeReason(found, results), overflow: overflowReason(results), timeout };
  const bottleneck = bottleneckOf(found, results);
  const verdict = judgeTarget(found, bottleneck, results);
  const { sqlalchemy, pg } = librariesOf(subject);
  const python = sqlalchemy ? pythonValues(setting, reasons, results) : [];
  const node = pg ? nodeValues(setting, reasons) : [];
  const pooler = poolerValues(connections, results);
  return {
    setting,
    values: [...python, ...node, ...pooler],
    arithmetic: connectionSum(results, connections),
    limited_by_server: found.ending === 'ceiling' && budget !== null,
    target_met: isMet(verdict, target),
    target_verdict: verdict,
    bottleneck,
    snippets: snippetsOf({ python, node, pooler }, setting, subject),
  };
}
