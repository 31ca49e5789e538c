/** One metric of one cell as text: what every output shows of it. */
import type { CellName, DiffRow } from '../../results/schema.ts';
import { type SideNames, VERSIONS } from '../../results/side-names.ts';
import { counted, quantity, STACK_TITLES, valueText } from '../kit/format.ts';
import { countBlocks, judgedBlocks } from '../kit/judged-blocks.ts';
import { percentBand, share } from '../kit/percent.ts';
import type { Tone } from '../kit/tone.ts';
import { band, changeOf, measuredChange, measuredInterval } from './changes.ts';
import { reasonText } from './reasons.ts';
import { verdictWord } from './side-names.ts';

export type RowView = ReturnType<typeof rowView>;

const NONE = '–';

export function rowView(row: DiffRow, names: SideNames = VERSIONS) {
  const { metric, base, head } = row;
  return {
    row,
    /** "pooling, Node, after". */
    cell: cellName(row),
    metric: metric.better === 'higher' ? `${metric.title} (more is better)` : metric.title,
    base: base === null ? NONE : valueText(base, metric),
    head: head === null ? NONE : valueText(head, metric),
    /** "+5.2 %", for growth "+2.50 MB", for a count "+1", for a class "worse"; "–" where nothing was judged. */
    change: changeText(row),
    /** "+4.4 to +6.0 %", "exact", or null without an interval. */
    interval: isCount(row) ? (row.threshold === null ? 'exact' : null) : measuredInterval(row),
    threshold: thresholdText(row),
    verdict: verdictText(row, names),
    /** What the verdict rests on: "decided after 8 blocks, p = 0.0004". */
    evidence: evidenceText(row),
    /** What a reader should know beside it. */
    note: noteText(row, names),
    tone: toneOf(row),
  };
}

/** "pooling, Node, after"; of a request of a reader's service its name alone. */
export function cellName({ pattern, stack, variant }: CellName): string {
  if (pattern === 'request') return variant;
  return [pattern, STACK_TITLES[stack], variant].join(', ');
}

export function isCount({ metric }: DiffRow): boolean {
  return metric.kind === 'count';
}

/** Everything that somebody should look at; of a share what was timed, and counts that are not the same. */
export function isNotable(row: DiffRow): boolean {
  const { verdict, alert, base, head } = row;
  if (verdict === 'measured') return !isCount(row) || base !== head;
  return verdict !== 'no change' || alert;
}

/** "±3 %", of growth "±1.00 MB"; "exact" for a count, "factor 2" for one of blocks. */
function thresholdText({ metric, threshold }: DiffRow): string {
  if (threshold === null) return 'exact';
  return metric.kind === 'count' ? `factor ${1 + threshold}` : band(threshold, metric);
}

function changeText(row: DiffRow): string {
  const { base, head, metric } = row;
  if (isCount(row)) {
    if (base === null || head === null) return NONE;
    if (metric.classes !== undefined) return base === head ? 'same' : head < base ? 'better' : 'worse';
    const text = quantity(head - base, metric.unit);
    return head > base ? `+${text}` : text;
  }
  return measuredChange(row) ?? NONE;
}

function verdictText(row: DiffRow, names: SideNames): string {
  const verdict = verdictWord(row.verdict, names);
  if (row.verdict === 'no change') {
    const words = row.threshold === null ? 'no change' : `within ${thresholdText(row)}`;
    return row.alert ? `alert (${words})` : words;
  }
  if (row.alert) return `alert (${verdict})`;
  return row.verdict === 'regression' && !row.gated ? `${verdict} (secondary)` : verdict;
}

function evidenceText(row: DiffRow): string {
  if (isCount(row)) return 'counted';
  if (row.beyond !== undefined) {
    const { threshold, level, blocks } = row.beyond;
    return `${counted(blocks, 'block')}, the ${share(level)} interval lies beyond ${percentBand(threshold)}`;
  }
  const p = row.p === null ? '' : `, p ${pText(row.p)}`;
  const number = countBlocks(judgedBlocks(row));
  if (row.machines !== undefined)
    return `${counted(number, 'block')} of ${counted(row.machines.values.length, 'machine')}${p}`;
  if (row.blocks !== undefined) {
    return row.decided_after === undefined ? counted(number, 'block') : `decided after ${counted(number, 'block')}${p}`;
  }
  return countBlocks(row.fresh) > 0 ? `${counted(number, 'fresh block')}${p}` : counted(number, 'screening block');
}

/** "= 0.004", "< 0.0001". */
export function pText(p: number): string {
  if (p < 0.0001) return '< 0.0001';
  return `= ${p < 0.01 ? Number(p.toPrecision(1)) : p.toFixed(2)}`;
}

function noteText({ metric, why, lag1, accepted, machines }: DiffRow, names: SideNames): string | null {
  const by = accepted && `worse, and accepted by “${accepted.line}” (${accepted.from})`;
  const correlated =
    lag1 === undefined
      ? null
      : `neighbouring blocks are correlated (lag-1 ${lag1.toFixed(2)}): the interval is too narrow`;
  const differing = machines?.differ ? machinesText(machines, metric) : null;
  return [by, why && reasonText(why, metric, names), differing, correlated].filter(Boolean).join('; ') || null;
}

/** "the machines differ: +2.0 to +9.1 %, p = 0.0003". */
function machinesText({ values, p }: NonNullable<DiffRow['machines']>, metric: DiffRow['metric']): string {
  const all = values.map(({ value }) => value);
  const ends = [Math.min(...all), Math.max(...all)].map((value) => changeOf(value, metric));
  return `the machines differ: ${ends.join(' to ')}${p === null ? '' : `, p ${pText(p)}`}`;
}

function toneOf({ verdict, alert }: DiffRow): Tone {
  if (verdict === 'regression') return 'bad';
  if (alert || verdict === 'invalid' || verdict === 'inconclusive' || verdict === 'accepted') return 'warning';
  return verdict === 'improvement' ? 'good' : 'quiet';
}
