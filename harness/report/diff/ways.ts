/** `duet ab`: two ways beside each other, where a diff has two versions. What b takes, as multiples of a. */
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { GROWTH_RULE } from '../../stats/growth.ts';
import { valueText } from '../kit/format.ts';
import { isGrowth } from './changes.ts';
import { cellName } from './rows.ts';

/** What is said of b, by the id of the metric, with its multiple of a. */
const TAKES: Record<string, (times: string) => string> = {
  cpu: (times) => `takes ${times} the CPU time of a`,
  database_cpu: (times) => `takes ${times} the CPU time of a in PostgreSQL`,
  p50: (times) => `takes ${times} the time of a under load`,
  latency: (times) => `takes ${times} the time of a at a low rate`,
  capacity: (times) => `serves ${times} as many requests as a`,
  peak_rss: (times) => `holds ${times} the memory of a`,
};

/** "order: b takes 0.82 × the CPU time of a (0.80–0.84)", and the counts that differ. Empty for a diff. */
export function wayLines({ rows, run }: Pick<DiffResults, 'rows' | 'run'>): string[] {
  if (run.service?.ways === undefined) return [];
  const timed = Object.keys(TAKES).flatMap((id) => rows.filter(({ metric }) => metric.id === id));
  const counts = rows.filter(({ metric, base, head }) => metric.kind === 'count' && base !== head);
  const grown = rows.filter((row) => isGrowth(row) && row.verdict !== 'no change');
  return [...timed.flatMap(takesLine), ...grown.flatMap(growthLine), ...counts.flatMap(countLine)];
}

function takesLine(row: DiffRow): string[] {
  const { change, metric } = row;
  const text = TAKES[metric.id];
  if (change === null || text === undefined) return [];
  const { value, low, high } = change;
  const interval = low === null || high === null ? '' : ` (${multiple(low)}–${multiple(high)})`;
  return [`${cellName(row)}: b ${text(`${multiple(value)} ×`)}${interval}`];
}

/** "order: b grows by 32.7 MB per 1,000 requests, a by 0.21 MB". */
function growthLine(row: DiffRow): string[] {
  const { base, head, metric, difference } = row;
  if (base === null || head === null || difference === undefined) return [];
  const per = GROWTH_RULE.per.toLocaleString('en-US');
  return [
    `${cellName(row)}: b grows by ${valueText(head, metric)} per ${per} requests, a by ${valueText(base, metric)}`,
  ];
}

function countLine(row: DiffRow): string[] {
  const { base, head, metric } = row;
  if (base === null || head === null) return [];
  return [`${cellName(row)}: ${metric.title}: a ${valueText(base, metric)}, b ${valueText(head, metric)}`];
}

const multiple = (ratio: number): string => (ratio < 10 ? ratio.toFixed(2) : ratio.toPrecision(3));
