/** A run as a line of a history. Pure. */
import { createHash } from 'node:crypto';
import { fixedSizes } from '../results/fixed-sizes.ts';
import { HISTORY_VERSION } from '../results/history.ts';
import * as lookup from '../results/lookup.ts';
import { placementName } from '../results/placement-name.ts';
import {
  DEFAULT_PLACEMENT,
  type HistoryEntry,
  type RunHeader,
  type StackName,
  type Summary,
} from '../results/schema.ts';

/**
 * @param results of a run that is complete and may be trusted.
 * @param service what was measured, where the history holds the runs of several services.
 */
export function historyEntryOf(results: Summary, service?: string): HistoryEntry {
  const { run, finished_at, patterns } = results;
  const { commit, dirty, fingerprint, cpu, cores, kernel, runtimes } = run.environment;
  return {
    schema: 'duet-history',
    schema_version: HISTORY_VERSION,
    run: run.id,
    ...(service === undefined ? {} : { service }),
    finished_at,
    commit,
    dirty,
    profile: run.profile,
    method: methodOf(run),
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

/** The services are no part of it: what becomes of them is what a history is there to show. */
function methodOf({ sources = {}, sizes, environment }: RunHeader): string {
  const { harness, fixtures } = sources;
  const placement = placementName(environment);
  const placed = placement === DEFAULT_PLACEMENT ? {} : { placement };
  const facts = JSON.stringify({ harness, fixtures, sizes: fixedSizes(sizes), ...placed });
  return createHash('sha256').update(facts).digest('hex').slice(0, 12);
}
