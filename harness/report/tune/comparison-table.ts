/** The comparison as a table whose ratios are drawn: every round as a dot, the estimate with its interval. */
import type { TuneResults } from '../../results/schema.ts';
import { html, type Markup } from '../kit/markup.ts';
import { type Axis, estimateEnds, percentOf, strip, stripTable, symmetricAxis } from '../kit/strip.ts';
import type { Tone } from '../kit/tone.ts';
import { type ComparisonRow, comparisonRows, METRIC_COLUMNS, readingText } from './comparison.ts';
import { settingColumn } from './names.ts';

/** In percent: noise does not look wild, and an alternative that collapses does not press the others together. */
const NARROWEST = 10;
const WIDEST = 50;
const AGAINST = 'p95 of the recommended against it';

export function comparisonTable(results: TuneResults, caption: string): Markup {
  const rows = comparisonRows(results);
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  const axis = symmetricAxis(
    ratios.flatMap((ratio) => [...estimateEnds(ratio), ...ratio.blocks.map(percentOf)]),
    NARROWEST,
    WIDEST,
  );
  const header = [settingColumn(results.subject), AGAINST, ...METRIC_COLUMNS, 'reading'];
  return stripTable({
    ...{ kinds: 'comparison', caption, header, strips: AGAINST, axis },
    rows: rows.map((row) => comparisonRow(row, axis, results.standard?.noise ?? null)),
  });
}

function comparisonRow(row: ComparisonRow, axis: Axis, noise: number | null): Markup {
  const { setting, metrics, ratio, change, interval } = row;
  const reading = readingText(row.reading);
  const drawn = ratio === null ? html`<small>${reading}</small>` : ratioStrip(row, axis, noise);
  const verdict =
    ratio === null
      ? null
      : html`<b class="${toneOf(row.reading)}">${reading}</b> <small>${change} (${interval})</small>`;
  return html`<tr role="row"><th scope="row" role="rowheader" class="group">${setting}</th>
<td role="cell" class="pairs">${drawn}</td>
${metrics.map((metric, index) => html`<td role="cell" class="number" data-label="${METRIC_COLUMNS[index] ?? ''}">${metric}</td>`)}
<td role="cell" class="verdict">${verdict}</td></tr>
`;
}

function ratioStrip(
  { setting, ratio, change, interval, reading }: ComparisonRow,
  axis: Axis,
  noise: number | null,
): Markup {
  return strip(
    {
      estimate: ratio,
      screening: [],
      fresh: (ratio?.blocks ?? []).map(percentOf),
      threshold: noise,
      tone: toneOf(reading),
      label: `p95 of the recommended setting against ${setting}: ${change}, interval ${interval}, ${readingText(reading)}`,
    },
    axis,
  );
}

function toneOf(reading: ComparisonRow['reading']): Tone {
  if (reading === 'faster') return 'good';
  return reading === 'slower' ? 'bad' : 'quiet';
}
