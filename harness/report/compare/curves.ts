/** Break-even curves in words and rows, for every report. */
import type { Curve, CurvePoint, CurveSeries, Stretch } from '../../results/schema.ts';
import { LEVEL } from '../../stats/interval.ts';
import { gainIntervalOf, listed, STACK_TITLES, statedQuantity, times } from '../kit/format.ts';
import { numberWord, oneOf } from '../kit/method.ts';
import { type Column, type DataTable, tableOf } from '../kit/tables.ts';
import { whyMissingText } from '../kit/validity.ts';

/** A size on the axis of a curve: "20 users", "64 MB". */
export function sizeText({ unit, noun }: Curve['x'], value: number): string {
  const text = statedQuantity(value, unit);
  return noun === '' ? text : `${text} ${value === 1 ? singular(noun) : noun}`;
}

/** "Node", or "Node, after-pool" where a stack has several series. */
export function seriesTitle(curve: Curve, { stack, variant }: CurveSeries): string {
  const several = curve.series.some((other) => other.stack === stack && other.variant !== variant);
  return several ? `${STACK_TITLES[stack]}, ${variant}` : STACK_TITLES[stack];
}

/** Where it pays, e.g. "Node pays from 5 users on." Said only of points that have an interval. */
export function breakEvenSentence(curve: Curve, series: CurveSeries): string {
  return `${seriesTitle(curve, series)} ${breakEvenText(curve, series)}.`;
}

export function breakEvenText({ x }: Curve, { points, pays, costs }: CurveSeries): string {
  const judged = points.filter(({ gain }) => gain !== null && gain.low !== null).map((point) => point.x);
  const [first, last] = [judged.at(0), judged.at(-1)];
  if (first === undefined || last === undefined) {
    return points.some(({ gain }) => gain !== null)
      ? 'cannot be judged: too few rounds for an interval'
      : 'has no gain';
  }
  const where = (stretch: Stretch) => placeText(x, stretch, first, last);
  const dearer = costs.length === 0 ? '' : `, and costs more than it gains ${listed(costs.map(where))}`;
  if (pays.length > 0) return `pays ${listed(pays.map(where))}${dearer}`;
  return `did not pay off anywhere between ${sizeText(x, first)} and ${sizeText(x, last)} on this machine${dearer}`;
}

function placeText(x: Curve['x'], { from, to }: Stretch, first: number, last: number): string {
  const size = (value: number) => sizeText(x, value);
  if (from === first && to === last) return `everywhere measured (${size(first)} to ${size(last)})`;
  if (to === last) return from === last ? `at ${size(last)}` : `from ${size(from)} on`;
  if (from === first) return to === first ? `at ${size(first)}` : `up to ${size(to)}`;
  return from === to ? `at ${size(from)}` : `from ${size(from)} to ${size(to)}`;
}

/** Marks the gain that comes from the run's blocks. */
const FROM_BLOCKS = '*';

/** How the points came about, once for curves of the same trials. */
export function curveNotes(curves: readonly Curve[]): string[] {
  const ofBlocks = curves.some(({ series }) =>
    series.some(({ points }) => points.some(({ source }) => source === 'blocks')),
  );
  return [
    ...new Set(curves.map(({ how }) => how)),
    ...(ofBlocks ? [`${FROM_BLOCKS} The size of this run: the gain of its blocks.`] : []),
    `Each interval is for one point: of ${numberWord(oneOf(1 - LEVEL))} points without any effect, one is expected to seem to have one.`,
  ];
}

/** Every size that some series has, as a row: the size, then a gain per series. */
export function curveTable(curve: Curve): DataTable {
  const sizes = [...new Set(curve.series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const gains = curve.series.map((series): Column<number> => {
    const gainAt = (x: number) => pointText(series.points.find((point) => point.x === x));
    return [seriesTitle(curve, series), gainAt];
  });
  const size: Column<number> = [curve.x.title, (x) => statedQuantity(x, curve.x.unit)];
  return tableOf(curve.title, sizes, [size, ...gains], [0]);
}

function pointText(point: CurvePoint | undefined): string {
  if (point === undefined) return '–';
  if (point.gain === null) return whyMissingText(point) ?? 'not measured';
  const interval = gainIntervalOf(point.gain, 'ratio', 'count');
  const mark = point.source === 'blocks' ? FROM_BLOCKS : '';
  return `${times(point.gain.value)}${mark}${interval === null ? ' (no interval)' : ` [${interval}]`}`;
}

const singular = (noun: string) => noun.replace(/^(\w+?)s\b/, '$1');
