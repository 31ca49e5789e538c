/** Where a pattern pays: its break-even curves, the sentences they allow, and every point as a table. */
import type { Curve, PatternResult } from '../../results/schema.ts';
import { breakEvenSentence, curveNotes, curveRows } from '../curves.ts';
import { curveChart } from './curve-chart.ts';
import { html, type Markup } from './markup.ts';
import { dataTable } from './tables.ts';

/** The first curve of a pattern is its point; the others, and the numbers of all, can be unfolded. */
export function curvesPart({ curves = [] }: PatternResult): Markup | null {
  const [first, ...others] = curves;
  if (first === undefined) return null;
  return html`<h3>Where it pays</h3>
${curveParts(first)}
${others.map((curve) => html`<details><summary>${curve.title}</summary>${curveParts(curve)}</details>`)}
<details><summary>Every point of ${curves.length === 1 ? 'the curve' : 'the curves'}</summary>
${curves.map(pointsTable)}
<ul class="notes">${curveNotes(curves).map((note) => html`<li>${note}</li>`)}</ul>
</details>`;
}

function curveParts(curve: Curve): Markup {
  return html`${curveFigure(curve)}
<ul class="break-evens">${curve.series.map((series) => html`<li>${breakEvenSentence(curve, series)}</li>`)}</ul>`;
}

/** Two drawings of the same data; CSS shows the one that fits. */
function curveFigure(curve: Curve): Markup {
  const wide = curveChart(curve, { width: 960, id: `${curve.id}-wide` });
  const narrow = curveChart(curve, { width: 335, id: `${curve.id}-narrow` });
  if (!wide || !narrow) return html`<p>${curve.title}: no point was measured on both sides.</p>`;
  return html`<figure class="chart curve">
<div class="wide">${wide}</div><div class="narrow">${narrow}</div>
<figcaption>${curve.title}: ${curve.gain}. Bands are 95 % intervals; a ring is where it begins or ceases to pay, a square the run’s own size.</figcaption>
</figure>`;
}

function pointsTable(curve: Curve): Markup {
  const { header, rows } = curveRows(curve);
  return dataTable({ caption: curve.title, header, rows, numbers: header.map((_, column) => column) });
}
