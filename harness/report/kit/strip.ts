/**
 * The pairs of one row: every block's change as a dot, the estimate with its interval, and the band in which nothing
 * counts as changed, on an axis that all strips of a page share: a change in percent, none of it in the middle.
 * Positions are shares of the width, so that one drawing fits every screen.
 */
import type { Estimate } from '../../results/schema.ts';
import { html, type Markup } from './markup.ts';
import { linearTicks } from './ticks.ts';
import type { Tone } from './tone.ts';

/** Changes in percent, 5 for a value 5 % above the one it is compared with. */
export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** Dots at the edge keep their whole shape. */
const MARGIN = 2;
/** The numbers at the very ends would be cut off. */
const LABELLED = 0.85;

/**
 * Symmetric, so that better and worse have as much room.
 *
 * @param changes in percent.
 * @param narrowest so that changes hardly worth mention do not look wild.
 * @param widest beyond it the others would be dots in one place; what lies outside is drawn at the edge, as an arrow.
 */
export function symmetricAxis(changes: readonly number[], narrowest: number, widest: number): Axis {
  const high = Math.min(widest, Math.ceil(Math.max(narrowest, ...changes.map(Math.abs))));
  const ticks = linearTicks([-high, high]).filter((tick) => Math.abs(tick) <= LABELLED * high);
  return { low: -high, high, ticks };
}

/** A ratio as a change in percent. */
export function percentOf(ratio: number): number {
  return 100 * (ratio - 1);
}

/** Where a change lies, in percent of the width of a strip; beyond the ends of the axis at its edge. */
export function placeOf(change: number, { low, high }: Axis): number {
  const share = (change - low) / (high - low);
  return Number((MARGIN + (100 - 2 * MARGIN) * Math.min(1, Math.max(0, share))).toFixed(2));
}

/** What an axis has to show of an estimate: its value and the ends of its interval, in percent. */
export function estimateEnds(estimate: { value: number; low: number | null; high: number | null } | null): number[] {
  if (estimate === null) return [];
  return [estimate.low, estimate.value, estimate.high].filter((value) => value !== null).map(percentOf);
}

export interface StripData {
  estimate: Pick<Estimate, 'value' | 'low' | 'high'> | null;
  /** Changes in percent. */
  screening: readonly number[];
  fresh: readonly number[];
  /** Relative; null draws no band. */
  threshold: number | null;
  tone: Tone;
  /** For those who cannot see it. */
  label: string;
}

/** Heights in pixels: the estimate, and a lane for each kind of block. */
const ESTIMATE_Y = 10;
const LANES_Y = 24;
const LANE = 11;
const TICKS = 16;

export function strip({ estimate, screening, fresh, threshold, tone, label }: StripData, axis: Axis): Markup {
  const lanes = [
    ...(screening.length > 0 ? [{ name: 'screening', changes: screening }] : []),
    ...(fresh.length > 0 ? [{ name: 'fresh', changes: fresh }] : []),
  ];
  const height = LANES_Y + Math.max(1, lanes.length) * LANE;
  return html`<svg class="strip ${tone}" width="100%" height="${height + TICKS}" role="img" aria-label="${label}">
${band(threshold, axis, height)}<line class="zero" x1="${at(0, axis)}" x2="${at(0, axis)}" y1="0" y2="${height}"/>
${lanes.map(({ name, changes }, lane) => changes.map((change) => dot(change, LANES_Y + lane * LANE, name, axis)))}
${estimateMarks(estimate, axis)}
<g class="ticks">${tickMarks(axis, height + 12)}</g></svg>`;
}

/** The numbers over the strips. */
function axisHead(axis: Axis): Markup {
  return html`<svg class="strip-axis" width="100%" height="16" aria-hidden="true"><g class="ticks">${tickMarks(axis, 12)}</g></svg>`;
}

export interface StripTable {
  caption: string;
  /** Classes of its look. */
  kinds: string;
  header: readonly string[];
  /** The heading of the strips, beside which the numbers of their axis stand. */
  strips: string;
  axis: Axis;
  rows: readonly Markup[];
}

/** A row for each strip. On a narrow screen the rows restack; roles are explicit, because display removes them. */
export function stripTable({ caption, kinds, header, strips, axis, rows }: StripTable): Markup {
  return html`<table class="groups ${kinds}" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${header.map(
    (name) => html`<th scope="col" role="columnheader">${name}${name === strips ? axisHead(axis) : null}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

function band(threshold: number | null, axis: Axis, height: number): Markup | null {
  if (threshold === null) return null;
  // On the scale of ratios, as in the test: the other end of 1.03 is 1 / 1.03.
  const [left, right] = [placeOf(percentOf(1 / (1 + threshold)), axis), placeOf(100 * threshold, axis)];
  return html`<rect class="within" x="${left}%" width="${Number((right - left).toFixed(2))}%" y="0" height="${height}"/>`;
}

function estimateMarks(estimate: StripData['estimate'], axis: Axis): Markup | null {
  if (estimate === null) return null;
  const { value, low, high } = estimate;
  const isBeyond = low !== null && high !== null && (percentOf(low) > axis.high || percentOf(high) < axis.low);
  const interval =
    low === null || high === null || isBeyond
      ? null
      : html`<line class="interval" x1="${at(percentOf(low), axis)}" x2="${at(percentOf(high), axis)}" y1="${ESTIMATE_Y}" y2="${ESTIMATE_Y}"/>`;
  return html`${interval}${mark(percentOf(value), ESTIMATE_Y, { name: 'estimate', radius: 5 }, axis)}`;
}

function dot(change: number, y: number, name: string, axis: Axis): Markup {
  return mark(change, y, { name, radius: 3 }, axis);
}

/** A dot, or an arrow at the edge for what lies beyond it. */
function mark(change: number, y: number, { name, radius }: { name: string; radius: number }, axis: Axis): Markup {
  if (change >= axis.low && change <= axis.high)
    return html`<circle class="${name}" cx="${at(change, axis)}" cy="${y}" r="${radius}"/>`;
  const tip = change > axis.high ? 2 * radius : -2 * radius;
  return html`<svg class="beyond" x="${at(change, axis)}" y="${y}" overflow="visible"><path class="${name}" d="M0 ${-radius}L${tip} 0L0 ${radius}Z"/></svg>`;
}

function tickMarks(axis: Axis, y: number): Markup[] {
  return axis.ticks.map(
    (tick) => html`<text x="${at(tick, axis)}" y="${y}" text-anchor="middle">${tickText(tick)}</text>`,
  );
}

function tickText(tick: number): string {
  if (tick === 0) return '0';
  return `${tick < 0 ? '−' : '+'}${Math.abs(tick)} %`;
}

const at = (change: number, axis: Axis) => `${placeOf(change, axis)}%`;
