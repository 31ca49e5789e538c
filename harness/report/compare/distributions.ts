/** Latencies of single requests as the report speaks of them. */
import { type Cell, type Distribution, P99_JUDGED_FROM, type PatternResult } from '../../results/schema.ts';

const KINDS: Record<Distribution['kind'], string> = {
  'service-time': 'service time',
  'response-time': 'response time, from the intended send time',
};

/** Whether there are enough requests for a 99th percentile. */
export function isJudged({ count }: Distribution): boolean {
  return count >= P99_JUDGED_FROM;
}

export function distributionOf(cell: Cell | undefined, metric: string): Distribution | undefined {
  return cell?.distributions?.find((one) => one.metric === metric);
}

/** The ids under which a pattern keeps single requests: its metrics in their order, then what is no metric. */
export function latencyMetrics({ metrics, stacks }: PatternResult): string[] {
  const kept = new Set(
    Object.values(stacks).flatMap(({ cells }) =>
      cells.flatMap(({ distributions = [] }) => distributions.map(({ metric }) => metric)),
    ),
  );
  const order = metrics.map(({ id }) => id).filter((id) => kept.has(id));
  return [...order, ...[...kept].filter((id) => !order.includes(id))];
}

/** "Latency of single requests (service time): median latency". */
export function distributionTitle({ metrics, stacks }: PatternResult, metric: string): string {
  const kinds = Object.values(stacks).flatMap(({ cells }) =>
    cells.flatMap((cell) => distributionOf(cell, metric)?.kind ?? []),
  );
  const title = metrics.find(({ id }) => id === metric)?.title ?? metric;
  return `Latency of single requests (${[...new Set(kinds)].map((kind) => KINDS[kind]).join('; ')}): ${title}`;
}
