/** Everything known of each cell beside the gains: latencies, load and costs, counts, the pool, what was left out. */

import * as lookup from '../../results/lookup.ts';
import {
  type Cell,
  type CoreShares,
  type Inspection,
  P99_JUDGED_FROM,
  type PatternResult,
  type StackName,
} from '../../results/schema.ts';
import { listed, quantity, STACK_TITLES } from '../kit/format.ts';
import { wholeShare } from '../kit/percent.ts';
import { distributionOf, distributionTitle, isJudged, latencyMetrics } from './distributions.ts';

/** Columns are cells, stack by stack; rows come in sections. */
export interface CellTable {
  columns: { stack: StackName; variant: string }[];
  sections: CellSection[];
  /** Explanations of the marks used, and texts too long for a column. */
  notes: string[];
}

export interface CellSection {
  title: string;
  rows: CellRow[];
}

export interface CellRow {
  label: string;
  values: string[];
}

/** A cell of the pattern beside the column that shows it; undefined in a run that did not reach it. */
type Cells = readonly (Cell | undefined)[];

const ABSENT = '–';
/** What a row holds when it has nothing to tell: nothing was found, or nothing was there to find. */
const EMPTY = new Set([ABSENT]);
const ZEROES = new Set([ABSENT, '0', '0 ms']);
/** Ends a percentile that too few requests support. */
export const UNJUDGED = '†';

/** @param capacity what a capacity is the capacity of, in words, where that is known. */
export function cellTable(
  pattern: PatternResult,
  stacks: readonly StackName[],
  capacity: string | null = null,
): CellTable {
  const variants = [lookup.BASELINE, ...lookup.improvedVariants(pattern)];
  const columns = stacks.flatMap((stack) => variants.map((variant) => ({ stack, variant })));
  const cells = columns.map(({ stack, variant }) => lookup.cellOf(pattern, stack, variant));
  const all = [
    ...latencyMetrics(pattern).map((metric) => latencies(pattern, metric, cells)),
    { title: 'Across the blocks', rows: metricRows(pattern, cells) },
    { title: 'Counts per request, in an untimed pass', rows: countRows(cells) },
    { title: 'Process and pool, in the same pass', rows: processRows(cells) },
    {
      title: 'Caveats',
      rows: [
        row('bottleneck at capacity', cells, ({ bottleneck }) =>
          bottleneck?.part === 'none' ? 'no core is full' : bottleneck?.part,
        ),
        row('trials left out as invalid', cells, ({ invalid_trials }) => invalid_trials && whole(invalid_trials)),
      ],
    },
  ];
  const sections = all
    .map(({ title, rows }) => ({ title, rows: rows.filter(({ values }) => !consistsOf(values, ZEROES)) }))
    .filter(({ rows }) => rows.length > 0);
  const zeroes = all.flatMap(({ rows }) =>
    rows.filter(({ values }) => consistsOf(values, ZEROES) && !consistsOf(values, EMPTY)).map(({ label }) => label),
  );
  return { columns, sections, notes: notes({ columns, cells, sections, zeroes, capacity }) };
}

function consistsOf(values: readonly string[], kinds: ReadonlySet<string>): boolean {
  return values.every((value) => kinds.has(value));
}

function latencies(pattern: PatternResult, metric: string, cells: Cells): CellSection {
  const of = (label: string, read: (one: NonNullable<ReturnType<typeof distributionOf>>) => string) =>
    row(label, cells, (cell) => {
      const distribution = distributionOf(cell, metric);
      return distribution && read(distribution);
    });
  const rows = [
    of('p50', ({ p50_ms }) => quantity(p50_ms, 'ms')),
    of('p90', ({ p90_ms }) => quantity(p90_ms, 'ms')),
    of('p99', (one) => quantity(one.p99_ms, 'ms') + (isJudged(one) ? '' : ` ${UNJUDGED}`)),
    of('max', ({ max_ms }) => quantity(max_ms, 'ms')),
    of('requests', ({ count }) => whole(count)),
  ];
  return { title: distributionTitle(pattern, metric), rows };
}

/** What neither the latencies above nor the counts below say. */
function metricRows(pattern: PatternResult, cells: Cells) {
  const single = latencyMetrics(pattern);
  return pattern.metrics
    .filter(({ id, kind, unit }) => kind !== 'count' && (!single.includes(id) || unit !== 'ms'))
    .map(({ id, title, unit }) =>
      row(title, cells, ({ status, metrics }) => {
        const estimate = status === 'measured' ? metrics[id] : undefined;
        return estimate && quantity(estimate.value, unit);
      }),
    );
}

function countRows(cells: Cells) {
  const of = (label: string, name: keyof Inspection['counts']) =>
    row(label, cells, ({ inspection }) => {
      const count = inspection?.counts[name];
      return count === undefined ? undefined : quantity(count, 'count');
    });
  return [
    of('round trips to PostgreSQL', 'round_trips'),
    of('new connections', 'connections'),
    of('statements of the application', 'application_statements'),
    of('statements in all', 'statements'),
    of('new sessions in PostgreSQL', 'sessions'),
    of('calls to the external API', 'upstream_calls'),
  ];
}

function processRows(cells: Cells) {
  const of = (label: string, name: keyof Inspection, unit: 'ms' | 'bytes' | 'count') =>
    row(label, cells, ({ inspection }) => {
      const value = inspection?.[name];
      return typeof value === 'number' ? quantity(value, unit) : undefined;
    });
  return [
    of('peak RSS', 'peak_rss_bytes', 'bytes'),
    of('over idle', 'rss_over_idle_bytes', 'bytes'),
    of('event-loop stall, inside', 'stall_inside_ms', 'ms'),
    of('event-loop stall, outside', 'stall_outside_ms', 'ms'),
    of('longest wait for a connection', 'pool_wait_max_ms', 'ms'),
    of('most connections in use', 'pool_in_use_max', 'count'),
    of('most callers waiting', 'pool_waiting_max', 'count'),
  ];
}

interface Noted extends Pick<CellTable, 'columns' | 'sections'> {
  cells: Cells;
  zeroes: readonly string[];
  capacity: string | null;
}

function notes({ columns, cells, sections, zeroes, capacity }: Noted): string[] {
  const values = sections.flatMap(({ rows }) => rows.flatMap((each) => each.values));
  const passes = cells.flatMap((cell) =>
    cell?.inspection ? [`Counts, process and pool: counted over ${cell.inspection.how}`] : [],
  );
  const bottlenecks = cells.flatMap((cell, index) => {
    const { stack, variant } = columns[index] as CellTable['columns'][number];
    return cell?.bottleneck
      ? [`${STACK_TITLES[stack]} ${variant} at capacity: ${bottleneckText(cell.bottleneck)}`]
      : [];
  });
  const judged = P99_JUDGED_FROM.toLocaleString('en-US');
  return [
    ...(values.some((value) => value.endsWith(UNJUDGED))
      ? [`${UNJUDGED} fewer than ${judged} requests: shown, not judged`]
      : []),
    ...new Set(passes),
    ...(zeroes.length > 0 ? [`Zero in every cell: ${listed(zeroes)}`] : []),
    ...bottlenecks,
    ...(bottlenecks.length > 0 && capacity !== null ? [capacity] : []),
  ];
}

/** e.g. "service 97 % of its core; database 41 % and driver 55 % of their core". */
function bottleneckText({ cores, detail = '' }: NonNullable<Cell['bottleneck']>): string {
  return cores?.map(coreText).join('; ') ?? detail;
}

function coreText(core: CoreShares): string {
  const shares = Object.entries(core).map(([part, busy]) => `${part} ${wholeShare(busy)}`);
  return `${shares.join(' and ')} of ${shares.length === 1 ? 'its' : 'their'} core`;
}

function row(label: string, cells: Cells, read: (cell: Cell) => string | 0 | undefined): CellRow {
  return { label, values: cells.map((cell) => (cell && read(cell)) || ABSENT) };
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
