/** One entry beside its stored one as text: what every output shows of it. */
import type { BaselineDiff, BaselineRow, Gain } from '../../results/schema.ts';
import { counted, gainText, listed, quantity, STACK_TITLES, times } from '../kit/format.ts';
import { percentBand, percentChange, percentInterval } from '../kit/percent.ts';
import type { Tone } from '../kit/tone.ts';
import { placeText, reasonText } from './reasons.ts';

export type BaselineRowView = ReturnType<typeof baselineRowView>;

export const COLUMNS = ['cell', 'metric', 'baseline → now', 'change', 'verdict'];

export function baselineRowView(row: BaselineRow) {
  const { variant, base, head, change, verdict, alert, why } = row;
  return {
    /** "pooling, Node, after". */
    cell: placeText(row),
    /** "gain in median latency". */
    metric: metricTitle(row),
    base: valueText(row, base),
    head: valueText(row, head),
    /** "−31.2 %", for a count "+1"; "–" where nothing was judged. */
    change: changeText(row),
    interval: change?.kind === 'ratio' ? percentInterval(change) : null,
    verdict: alert ? `alert (${verdict})` : verdict,
    note: why === undefined ? null : reasonText(why, variant),
    tone: toneOf(row),
  };
}

/** The rows that somebody should look at. */
export const isNotable = ({ verdict }: BaselineRow) => verdict !== 'no change' && verdict !== 'refused';

/** What was refused, a line per reason, for most rows share theirs: "14 values (…): other environment: …". */
export function refusalLines({ rows }: Pick<BaselineDiff, 'rows'>): string[] {
  const refused = rows.filter(({ verdict }) => verdict === 'refused');
  return [...Map.groupBy(refused, ({ why, variant }) => (why === undefined ? '' : reasonText(why, variant)))].map(
    ([why, group]) => {
      const cells = [
        ...new Set(group.map(({ pattern, stack }) => `${pattern} ${stack === null ? 'ratio' : STACK_TITLES[stack]}`)),
      ];
      const where = cells.length <= 3 ? listed(cells) : listed([...new Set(group.map(({ pattern }) => pattern))]);
      return `${counted(group.length, 'metric')} refused (${where}): ${why}.`;
    },
  );
}

/** Variants, patterns and stacks that only one of the runs has. */
export function oneSidedLines({ one_sided, not_measured }: Pick<BaselineDiff, 'one_sided' | 'not_measured'>): string[] {
  return [
    ...one_sided.map((cell) => `${placeText(cell)}: ${cell.change}.`),
    ...not_measured.map(({ name, only }) => `${name}: only in ${only === 'base' ? 'the baseline' : 'these results'}.`),
  ];
}

/** By which rule a change is one. */
export function ruleLine({ tolerance, strict }: Pick<BaselineDiff, 'tolerance' | 'strict'>): string {
  const alerting = strict
    ? 'With --strict every regression fails.'
    : 'Ratios of the stacks, times and memory alert; the others fail.';
  return `Counts are exact. Anything else changed when the whole interval of its change lies beyond ${percentBand(tolerance)}, and did not when it lies within. Values in ms, req/s or bytes are compared only in an equal environment. ${alerting}`;
}

function metricTitle({ of, metric }: BaselineRow): string {
  return of === 'gain' ? `gain in ${metric.title}` : of === 'ratio' ? `ratio of ${metric.title}` : metric.title;
}

const valueText = (row: BaselineRow, value: number | null): string =>
  value === null ? '–' : entryText(row, value, row.change?.kind ?? 'ratio');

/** The value of an entry: a gain, a ratio of the stacks, or a quantity. */
export function entryText(
  { of, metric }: Pick<BaselineRow, 'of' | 'metric'>,
  value: number,
  kind: Gain['kind'],
): string {
  if (of === 'gain') return gainText(value, kind, metric.unit);
  return of === 'ratio' ? times(value) : quantity(value, metric.unit);
}

function changeText({ of, metric, base, head, change, verdict }: BaselineRow): string {
  if (of === 'count' && base !== null && head !== null && verdict !== 'refused') {
    return `${head > base ? '+' : ''}${quantity(head - base, metric.unit)}`;
  }
  if (change === null) return '–';
  return change.kind === 'ratio' ? percentChange(change.value) : gainText(change.value, 'difference', metric.unit);
}

function toneOf({ verdict, alert }: BaselineRow): Tone {
  if (verdict === 'regression' && !alert) return 'bad';
  if (alert || verdict === 'invalid' || verdict === 'inconclusive') return 'warning';
  return verdict === 'improvement' ? 'good' : 'quiet';
}
