/** The proof as a table whose ratios are drawn: every round as a dot, the estimate with its interval. */
import type { TuneResults } from '../../results/schema.ts';
import { html, type Markup } from '../html/markup.ts';
import { axisHead, strip } from '../html/strip.ts';
import { type Axis, estimateEnds, percentOf, symmetricAxis } from '../html/strip-axis.ts';
import { scrolling } from '../html/tables.ts';
import type { Tone } from '../tone.ts';
import { settingColumn } from './names.ts';
import { FIGURE_COLUMNS, type ProofRow, proofRows } from './proof.ts';

/** In percent: noise does not look wild, and a rival that collapses does not press the others together. */
const NARROWEST = 10;
const WIDEST = 50;

export function proofTable(results: TuneResults, caption: string): Markup {
  const rows = proofRows(results);
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  const axis = symmetricAxis(
    ratios.flatMap((ratio) => [...estimateEnds(ratio), ...ratio.blocks.map(percentOf)]),
    NARROWEST,
    WIDEST,
  );
  const noise = results.noise;
  return scrolling(
    caption,
    html`<table class="data proof">
<caption>${caption}</caption>
<thead><tr><th scope="col">${settingColumn(results.subject)}</th>${FIGURE_COLUMNS.map((name) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="pairs">p95 of the recommended against it${axisHead(axis)}</th><th scope="col">reading</th></tr></thead>
<tbody>${rows.map((row) => proofRow(row, axis, noise))}</tbody>
</table>`,
  );
}

function proofRow(row: ProofRow, axis: Axis, noise: number | null): Markup {
  const { setting, figures, ratio, change, interval, reading } = row;
  const cells = figures.map((figure) => html`<td class="number">${figure}</td>`);
  const compared =
    ratio === null
      ? html`<td class="pairs"></td><td>${reading}</td>`
      : html`<td class="pairs">${ratioStrip(row, axis, noise)}</td><td class="reading"><b class="${toneOf(reading)}">${reading}</b> <small>${change} (${interval})</small></td>`;
  return html`<tr><th scope="row">${setting}</th>${cells}${compared}</tr>
`;
}

function ratioStrip({ setting, ratio, change, interval, reading }: ProofRow, axis: Axis, noise: number | null): Markup {
  return strip(
    {
      estimate: ratio,
      screening: [],
      fresh: (ratio?.blocks ?? []).map(percentOf),
      threshold: noise,
      tone: toneOf(reading),
      label: `p95 of the recommended setting against ${setting}: ${change}, interval ${interval}, ${reading}`,
    },
    axis,
  );
}

function toneOf(reading: string): Tone {
  if (reading.startsWith('faster')) return 'good';
  return reading.startsWith('slower') ? 'bad' : 'quiet';
}
