/** The section of one pattern: chart and numbers, the code of both stacks, what the numbers say. */

import * as lookup from '../../results/lookup.ts';
import type { PatternResult, StackName } from '../../results/schema.ts';
import { MIN_BLOCKS } from '../../stats/interval.ts';
import { chartDataPart, copyButton } from '../kit/chart-data.ts';
import type { CodePainter } from '../kit/code.ts';
import { STACK_TITLES, statedTimes } from '../kit/format.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { chartPart } from '../kit/parts.ts';
import { bothWidths } from '../kit/svg.ts';
import { dataTable } from '../kit/tables.ts';
import { cellsPart } from './cells-html.ts';
import { chart } from './charts/chart.ts';
import { blocksTable, curveCsv } from './charts/chart-tables.ts';
import { curveChart } from './charts/curve-chart.ts';
import { OTHER_WAYS } from './other-ways.ts';
import { groupTable } from './tables-html.ts';
import { timelinePart } from './timeline-html.ts';
import type { CodeView, PatternView } from './view.ts';

export function patternSection(view: PatternView, stacks: readonly StackName[], painter: CodePainter): Markup {
  const { pattern, groups, notes: known, precision, says } = view;
  return html`<section id="${pattern.pattern}" class="pattern">
<h2>${pattern.title}</h2>
<p class="lede">${pattern.workload}</p>
${chartFigure(pattern, stacks)}
${timelinePart(pattern, view.timeline)}
<h3>The numbers</h3>
${groupTable({ caption: `All metrics of: ${pattern.title}`, subject: 'metric', groups, intervals: true }, (each) => html`${each.metric}`)}
<ul class="notes">${known.map((text) => html`<li>${text}</li>`)}</ul>
${precision && html`<details><summary>Precision of the gains</summary>\n${dataTable(precision)}\n</details>`}
${cellsPart(pattern, view.cells, stacks)}
${curvesPart(view)}
${otherWaysPart(view, painter)}
<h3>The code that ran</h3>
${codePairs(view.code, painter)}
<h3>What the numbers say</h3>
${says.map((sentence) => html`<p class="says">${prose(sentence)}</p>`)}
</section>
`;
}

function chartFigure(pattern: PatternResult, stacks: readonly StackName[]): Markup {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return html`<p>Nothing was measured, so there is no chart.</p>`;
  const drawn = bothWidths(pattern.pattern, (options) => chart(pattern, metric, stacks, options));
  if (drawn === null) return html`<p>No cell of ${metric.title} was measured, so there is no chart.</p>`;
  const claim = lookup.claimOf(pattern, metric.id);
  const claimKey =
    claim?.gain != null
      ? html`<li><i class="key-claimed"></i>where the claimed ${statedTimes(claim.gain)} would lie</li>`
      : null;
  const limits = stacks.some((stack) => lookup.limitOf(pattern, stack, metric.id));
  const cells = stacks.flatMap((stack) => pattern.stacks[stack]?.cells ?? []);
  const blocks = Math.max(0, ...cells.map(({ metrics }) => metrics[metric.id]?.n ?? 0));
  const meanKey = blocks < MIN_BLOCKS ? 'mean (too few blocks for an interval)' : `mean, with its ${INTERVAL}`;
  return html`<figure class="chart" data-chart="${pattern.pattern}">
${drawn}
<figcaption><ul class="key"><li><i class="key-mean"></i>${meanKey}</li><li><i class="key-block"></i>one block</li>${
    limits ? html`<li><i class="key-limit"></i>physical limit</li>` : null
  }${claimKey}</ul></figcaption>
</figure>
${chartDataPart(blocksTable(pattern, metric, stacks))}`;
}

/** The first curve of a pattern is its point; the others, and the numbers of all, can be unfolded. */
function curvesPart({ curves, curveNotes }: PatternView): Markup | null {
  const [first, ...others] = curves;
  if (first === undefined) return null;
  return html`<h3>Where it pays</h3>
${curveParts(first)}
${others.map((one) => html`<details><summary>${one.curve.title}</summary>${curveParts(one)}</details>`)}
<details><summary>Every point of ${curves.length === 1 ? 'the curve' : 'the curves'}</summary>
${curves.map(({ curve, table }) => html`${dataTable(table)}\n${copyButton(curveCsv(curve))}\n`)}
<ul class="notes">${curveNotes.map((note) => html`<li>${note}</li>`)}</ul>
</details>`;
}

function curveParts({ curve, sentences }: PatternView['curves'][number]): Markup {
  const drawn = bothWidths(curve.id, (options) => curveChart(curve, options));
  const key = `${curve.title}: ${curve.gain}. Bands are ${INTERVAL}s; a ring is where it begins or ceases to pay, a square the run’s own size.`;
  return html`${chartPart('curve', drawn, key) ?? html`<p>${curve.title}: no point was measured on both sides.</p>`}
<ul class="break-evens">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

/** What was counted and not timed, its code folded away. */
function otherWaysPart({ otherWays }: PatternView, painter: CodePainter): Markup | null {
  if (otherWays === null) return null;
  const { table, notes, code } = otherWays;
  return html`<h3>${OTHER_WAYS}</h3>
${dataTable(table)}
<ul class="notes">${notes.map((note) => html`<li>${prose(note)}</li>`)}</ul>
<details><summary>Their code</summary>
${byVariant(code).map(([variant, pair]) => html`<h4><code>${variant}</code></h4>\n${codePair(pair, painter)}\n`)}
</details>`;
}

/** Each variant in both stacks, side by side; on a phone it is folded away. */
function codePairs(code: readonly CodeView[], painter: CodePainter): Markup[] {
  return byVariant(code).map(
    ([variant, pair]) => html`<h4><code>${variant}</code></h4>
<details class="folds"><summary>Show the code</summary>
${codePair(pair, painter)}
</details>
`,
  );
}

const byVariant = (code: readonly CodeView[]) => [...Map.groupBy(code, ({ variant }) => variant)];

const codePair = (pair: readonly CodeView[], painter: CodePainter): Markup =>
  html`<div class="pair">${pair.map((one) => codeFigure(one, painter))}</div>`;

function codeFigure(code: CodeView, painter: CodePainter): Markup {
  const last = code.first_line + code.text.split('\n').length - 1;
  const place = last === code.first_line ? `line ${last}` : `lines ${code.first_line}–${last}`;
  const title = STACK_TITLES[code.stack];
  return html`<figure><figcaption><b class="${code.stack}">${title}</b> ${code.file}, ${place}</figcaption>${painter.block(code, `${title}, ${code.variant}`)}</figure>`;
}
