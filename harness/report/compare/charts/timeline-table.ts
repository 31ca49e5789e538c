/** The data of the picture of one request over time: what it shows as a table, every event and sample as CSV. */
import type { ChartTable } from '../../kit/chart-data.ts';
import { csvText } from '../../kit/csv.ts';
import type { TimelineView } from '../timelines.ts';

const HEADER = ['stack', 'variant', 'kind', 'label', 'lane', 'start_ms', 'end_ms', 'value'];

/** Null where nothing was traced. */
export function timelineTable({ cells, table }: TimelineView): ChartTable | null {
  if (table === null) return null;
  const rows = cells.flatMap(({ stack, variant, timeline }) => [
    ...(timeline?.events ?? []).map(({ kind, label = null, lane, start_ms, end_ms }) => [
      ...[stack, variant, kind, label],
      ...[lane, start_ms, end_ms, null],
    ]),
    ...(timeline?.series ?? []).flatMap(({ name, samples }) =>
      samples.map(({ t_ms, value }) => [stack, variant, name, null, null, t_ms, null, value]),
    ),
  ]);
  return { table, csv: csvText(HEADER, rows) };
}
