/** One metric of one cell as text: what every output shows of it. */
import type { CellName, DiffHeader, DiffRow } from '../../results/schema.ts';
import { counted, quantity, STACK_TITLES } from '../format.ts';
import type { Tone } from '../tone.ts';
import { percentBand, percentChange, percentInterval } from './percent.ts';

export interface RowView {
  row: DiffRow;
  /** "pooling, Node, after". */
  cell: string;
  metric: string;
  base: string;
  head: string;
  /** "+5.2 %", for a count "+1"; "–" where nothing was judged. */
  change: string;
  /** "+4.4 to +6.0 %", "exact", or null without an interval. */
  interval: string | null;
  threshold: string;
  verdict: string;
  /** What the verdict rests on: "12 fresh blocks, p = 0.0004". */
  evidence: string;
  /** What a reader should know beside it. */
  note: string | null;
  tone: Tone;
}

const NONE = '–';

export function rowView(row: DiffRow, run: Pick<DiffHeader, 'strict'>): RowView {
  const { metric, base, head } = row;
  return {
    row,
    cell: cellName(row),
    metric: metric.better === 'higher' ? `${metric.title} (more is better)` : metric.title,
    base: base === null ? NONE : quantity(base, metric.unit),
    head: head === null ? NONE : quantity(head, metric.unit),
    change: changeText(row),
    interval: isCount(row) ? 'exact' : row.change && percentInterval(row.change),
    threshold: row.threshold === null ? 'exact' : percentBand(row.threshold),
    verdict: verdictText(row, run),
    evidence: evidenceText(row),
    note: noteText(row),
    tone: toneOf(row),
  };
}

/** "pooling, Node, after". */
export function cellName({ pattern, stack, variant }: CellName): string {
  return [pattern, STACK_TITLES[stack], variant].join(', ');
}

export function isCount({ metric }: DiffRow): boolean {
  return metric.kind === 'count';
}

/** Everything that somebody should look at. */
export function isNotable({ verdict, alert }: DiffRow): boolean {
  return verdict !== 'no change' || alert;
}

/** Whether a regression of this row makes the gate fail. */
export function isGated({ family }: DiffRow, { strict }: Pick<DiffHeader, 'strict'>): boolean {
  return family === 'primary' || strict;
}

function changeText(row: DiffRow): string {
  const { base, head, metric, change } = row;
  if (isCount(row)) {
    if (base === null || head === null) return NONE;
    const text = quantity(head - base, metric.unit);
    return head > base ? `+${text}` : text;
  }
  return change === null ? NONE : percentChange(change.value);
}

function verdictText(row: DiffRow, run: Pick<DiffHeader, 'strict'>): string {
  if (row.verdict === 'no change') {
    const words = row.threshold === null ? 'no change' : `within ${percentBand(row.threshold)}`;
    return row.alert ? `alert (${words})` : words;
  }
  if (row.alert) return `alert (${row.verdict})`;
  return row.verdict === 'regression' && !isGated(row, run) ? 'regression (secondary)' : row.verdict;
}

function evidenceText(row: DiffRow): string {
  if (isCount(row)) return 'counted';
  const fresh = Math.min(row.fresh.base.length, row.fresh.head.length);
  const screening = Math.min(row.screening.base.length, row.screening.head.length);
  const p = row.p === null ? '' : `, p ${pText(row.p)}`;
  return fresh > 0 ? `${counted(fresh, 'fresh block')}${p}` : `${counted(screening, 'screening block')}`;
}

function pText(p: number): string {
  if (p < 0.0001) return '< 0.0001';
  return `= ${p < 0.01 ? Number(p.toPrecision(1)) : p.toFixed(2)}`;
}

function noteText({ why, lag1 }: DiffRow): string | null {
  const alike =
    lag1 === undefined ? null : `neighbouring blocks are alike (lag-1 ${lag1.toFixed(2)}): the interval is too narrow`;
  return [why, alike].filter(Boolean).join('; ') || null;
}

function toneOf({ verdict, alert }: DiffRow): Tone {
  if (verdict === 'regression') return 'bad';
  if (alert || verdict === 'invalid' || verdict === 'inconclusive') return 'doubt';
  return verdict === 'improvement' ? 'good' : 'quiet';
}
