/** The section of one pattern: chart and numbers, the code of both stacks, what the numbers say. */
import type { PatternResult, StackName } from '../../results/schema.ts';
import { STACK_TITLES, statedTimes } from '../format.ts';
import * as lookup from '../lookup.ts';
import { OTHER_WAYS, OTHER_WAYS_COLUMNS, otherVariants, otherWays } from '../other-ways.ts';
import { PRECISION_COLUMNS, precisionRows } from '../precision.ts';
import { group } from '../rows.ts';
import type { RunContext } from '../run-context.ts';
import { claimTexts, limitTexts, sentences } from '../sentences.ts';
import { cellsPart } from './cells.ts';
import { chart } from './chart.ts';
import type { CodePainter } from './code.ts';
import { curvesPart } from './curves.ts';
import { html, type Markup, prose } from './markup.ts';
import { dataTable, groupTable } from './tables.ts';

export function patternSection(pattern: PatternResult, context: RunContext, painter: CodePainter): Markup {
  const { stacks } = context;
  const groups = pattern.metrics.map((metric) => group(pattern, metric, context));
  return html`<section id="${pattern.pattern}" class="pattern">
<h2>${pattern.title}</h2>
<p class="lede">${pattern.workload}</p>
${chartFigure(pattern, stacks)}
<h3>The numbers</h3>
${groupTable({ caption: `All metrics of: ${pattern.title}`, subject: 'metric', groups, intervals: true }, (each) => html`${each.metric}`)}
<ul class="notes">${[...claimTexts(pattern), ...limitTexts(pattern, stacks)].map((text) => html`<li>${text}</li>`)}</ul>
${precisionDetails(pattern, context)}
${cellsPart(pattern, stacks)}
${curvesPart(pattern)}
${otherWaysPart(pattern, stacks, painter)}
<h3>The code that ran</h3>
${timedVariants(pattern, stacks).map((variant) => codePair(pattern, stacks, variant, painter))}
<h3>What the numbers say</h3>
${sentences(pattern, context).map((sentence) => html`<p class="says">${prose(sentence)}</p>`)}
</section>
`;
}

/** Two drawings of the same data; CSS shows the one that fits. */
function chartFigure(pattern: PatternResult, stacks: readonly StackName[]): Markup {
  const metric = lookup.headlineMetric(pattern);
  if (metric === undefined) return html`<p>Nothing was measured, so there is no chart.</p>`;
  const wide = chart(pattern, metric, stacks, { width: 960, id: `${pattern.pattern}-wide` });
  const narrow = chart(pattern, metric, stacks, { width: 335, id: `${pattern.pattern}-narrow` });
  if (!wide || !narrow) return html`<p>No cell of ${metric.title} was measured, so there is no chart.</p>`;
  const claim = lookup.claimOf(pattern, metric.id);
  const claimKey =
    claim?.gain != null
      ? html`<li><i class="key-claimed"></i>where the claimed ${statedTimes(claim.gain)} would lie</li>`
      : null;
  const limits = stacks.some((stack) => lookup.limitOf(pattern, stack, metric.id));
  const blocks = Math.max(0, ...stacks.flatMap((stack) => blockCounts(pattern, stack, metric.id)));
  const meanKey = blocks < 3 ? 'mean (too few blocks for an interval)' : 'mean, with its 95 % interval';
  return html`<figure class="chart" data-chart="${pattern.pattern}">
<div class="wide">${wide}</div><div class="narrow">${narrow}</div>
<figcaption><ul class="key"><li><i class="key-mean"></i>${meanKey}</li><li><i class="key-block"></i>one block</li>${
    limits ? html`<li><i class="key-limit"></i>physical limit</li>` : null
  }${claimKey}</ul></figcaption>
</figure>`;
}

/** Who doubts an interval finds here how it came about. */
function precisionDetails(pattern: PatternResult, context: RunContext): Markup | null {
  const rows = precisionRows(pattern, context);
  if (rows.length === 0) return null;
  const caption = `The gains of: ${pattern.title}`;
  return html`<details><summary>How sure the gains are</summary>
${dataTable({ caption, header: PRECISION_COLUMNS, rows, numbers: [2, 3, 5, 6, 7] })}
</details>`;
}

function blockCounts(pattern: PatternResult, stack: StackName, metric: string): number[] {
  return (pattern.stacks[stack]?.cells ?? []).map((cell) => cell.metrics[metric]?.n ?? 0);
}

function timedVariants(pattern: PatternResult, stacks: readonly StackName[]): string[] {
  const others = otherVariants(pattern);
  const all = stacks.flatMap((stack) => (pattern.stacks[stack]?.code ?? []).map(({ variant }) => variant));
  return [...new Set(all)].filter((variant) => !others.has(variant));
}

/** What was counted and not timed, its code folded away. */
function otherWaysPart(pattern: PatternResult, stacks: readonly StackName[], painter: CodePainter): Markup | null {
  const ways = otherWays(pattern, stacks);
  if (ways === null) return null;
  const caption = `What a request of each causes: ${pattern.title}`;
  return html`<h3>${OTHER_WAYS}</h3>
${dataTable({ caption, header: OTHER_WAYS_COLUMNS, rows: ways.rows, numbers: [3, 4, 5] })}
<ul class="notes">${ways.notes.map((note) => html`<li>${prose(note)}</li>`)}</ul>
<details><summary>Their code</summary>
${[...otherVariants(pattern)].map((variant) => codePair(pattern, stacks, variant, painter))}
</details>`;
}

function codePair(pattern: PatternResult, stacks: readonly StackName[], variant: string, painter: CodePainter): Markup {
  const blocks = stacks.flatMap((stack) =>
    (pattern.stacks[stack]?.code ?? [])
      .filter((code) => code.variant === variant)
      .map((code) => {
        const last = code.first_line + code.text.split('\n').length - 1;
        const place = last === code.first_line ? `line ${last}` : `lines ${code.first_line}–${last}`;
        return html`<figure><figcaption><b class="${stack}">${STACK_TITLES[stack]}</b> ${code.file}, ${place}</figcaption>${painter.block(code, `${STACK_TITLES[stack]}, ${variant}`)}</figure>`;
      }),
  );
  return html`<h4><code>${variant}</code></h4>
<div class="pair">${blocks}</div>
`;
}
