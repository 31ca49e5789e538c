/** The first screen of the page: the answer in large type, a sentence for each pattern, and the picture beside them. */
import type { Results } from '../../results/schema.ts';
import { chartDataPart } from '../kit/chart-data.ts';
import { STACK_TITLES } from '../kit/format.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { chartPart } from '../kit/parts.ts';
import { bothWidths } from '../kit/svg.ts';
import type { AnswerView, PatternAnswer } from './answer.ts';
import { answerCsv } from './answer-table.ts';
import { ANSWER_WIDTHS, answerChart } from './charts/answer-chart.ts';
import { contextOf } from './run-context.ts';

export function answerSection(results: Results, { lead, patterns, table }: AnswerView): Markup | null {
  if (patterns.length === 0) return null;
  return html`<section id="answer" aria-label="What was found">
${lead.length > 0 ? html`<p class="answer-lead">${lead.map((sentence, index) => (index === 0 ? html`<strong>${sentence}</strong>` : html` <span>${sentence}</span>`))}</p>` : null}
<div class="answer">
<ul class="answers">${patterns.map(patternItem)}</ul>
${picture(results)}
</div>
${chartDataPart({ table, csv: answerCsv(results.patterns, contextOf(results)) }, 'The same as a table')}
</section>`;
}

function patternItem({ pattern, name, gain, rest }: PatternAnswer): Markup {
  return html`<li><p class="answer-gain"><a href="#${pattern}">${name}</a>: ${prose(gain)}.</p><p>${prose(rest.join(' '))}</p></li>
`;
}

function picture(results: Results): Markup | null {
  const { patterns, run } = results;
  const context = contextOf(results);
  const drawn = bothWidths('answer', (options) => answerChart(patterns, context, options), ANSWER_WIDTHS);
  const key = html`<ul class="key">${run.stacks.map((stack) => html`<li><i class="key-stack ${stack}"></i>${STACK_TITLES[stack]}, with its ${INTERVAL}</li>`)}<li><i class="key-claimed"></i>claim</li><li><i class="key-limit-end"></i>physical limit</li></ul>`;
  return chartPart('answer-chart', drawn, key);
}
