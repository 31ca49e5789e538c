/** A run as a line of a history. Pure. */
import { refuseUntrustworthy } from '../../gate/baseline/trust.ts';
import { type HistoryEntry, type Results, SCHEMA_VERSION, type StackName } from '../../results/schema.ts';
import * as lookup from '../lookup.ts';

/** @throws DuetError (exit 5) for a run that is not complete or that nobody should trust. */
export function historyEntryOf(results: Results): HistoryEntry {
  refuseUntrustworthy(results);
  const { run, finished_at, patterns } = results;
  const { commit, dirty, fingerprint, cpu, cores, kernel, runtimes } = run.environment;
  return {
    schema: 'duet-history',
    schema_version: SCHEMA_VERSION,
    run: run.id,
    finished_at,
    commit,
    dirty,
    profile: run.profile,
    fingerprint,
    machine: [`${cpu}, ${cores} cores`, kernel, ...Object.values(runtimes)].join(', '),
    gains: patterns.flatMap((pattern) => {
      const summary = lookup.summaryMetrics(pattern).map(({ id }) => id);
      return Object.entries(pattern.stacks).flatMap(([stack, { gains }]) =>
        gains.flatMap(({ metric: id, variant, kind, estimate }) => {
          const metric = pattern.metrics.find((one) => one.id === id);
          // Counts are exact and are gated as such; a trend of them is a step that a diff has shown before.
          if (metric === undefined || metric.kind === 'count' || estimate === null) return [];
          return [
            {
              pattern: pattern.pattern,
              title: pattern.title,
              stack: stack as StackName,
              variant,
              metric,
              headline: summary.includes(id),
              kind,
              value: estimate.value,
              low: estimate.low,
              high: estimate.high,
            },
          ];
        }),
      );
    }),
  };
}
