/** Two runs as one HTML file: what the gains say together and one picture, then every number of both. */
import type { Beside } from '../../results/beside.ts';
import { COPY_SCRIPT, chartDataPart } from '../kit/chart-data.ts';
import { csvText } from '../kit/csv.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { renderPage } from '../kit/page.ts';
import { bannerPart, bullets, chartPart, commands, definitions, sectionPart } from '../kit/parts.ts';
import { bothWidths } from '../kit/svg.ts';
import { dataTable } from '../kit/tables.ts';
import { BESIDE_WIDTHS, besideChart } from './chart.ts';
import type { PatternBeside } from './sentences.ts';
import { type BesideView, besideView, TITLE } from './view.ts';

export function renderBesideHtml(beside: Beside): string {
  const view = besideView(beside);
  const main = html`${answerSection(beside, view)}
${sectionPart('values', 'Before and after', dataTable(view.values))}
${sectionPart('differences', 'What differs between the runs', differencesPart(view))}
${sectionPart('environment', 'Both environments', dataTable(view.environment))}
${sectionPart('method', 'How they are compared', bullets(view.method), commands(view.repeat))}`;
  return renderPage({
    title: `${TITLE}: ${beside.here.run.id} and ${beside.there.run.id}`,
    styles: [new URL('./beside.css', import.meta.url)],
    script: COPY_SCRIPT,
    skip: 'the gains',
    header: header(view),
    main,
  });
}

function header({ runs, banners }: BesideView): Markup {
  return html`<header class="slim">
<h1>${TITLE}</h1>
${definitions(runs, 'compared')}
${banners.map(bannerPart)}
</header>`;
}

const differencesPart = ({ differences }: BesideView): Markup =>
  differences.rows.length === 0 ? html`<p>Nothing that a run records.</p>` : dataTable(differences);

function answerSection(beside: Beside, { lead: [first = '', ...rest], patterns, stacks, gains }: BesideView): Markup {
  const drawn = bothWidths('answer', (options) => besideChart(beside.gains, stacks, options), BESIDE_WIDTHS);
  const key = html`<ul class="key"><li><i class="key-here"></i>here, with its ${INTERVAL}</li><li><i class="key-there"></i>there</li><li>in bold where the two differ</li></ul>`;
  return html`<section id="answer" aria-label="What was found">
<p class="answer-lead"><strong>${prose(first)}</strong>${rest.map((sentence) => html` <span>${prose(sentence)}</span>`)}</p>
<div class="answer">
<ul class="answers">${patterns.map(patternItem)}</ul>
${chartPart('answer-chart', drawn, key)}
</div>
${chartDataPart({ table: gains, csv: gainsCsv(beside) }, 'All gains as a table')}
</section>`;
}

function patternItem({ name, noun, lines }: PatternBeside): Markup {
  return html`<li><p class="answer-gain">${name} <small>${noun}</small></p>${lines.map((line) => html`<p>${prose(line)}</p>`)}</li>
`;
}

const SIDES = ['here', 'there'] as const;

/** Every gain of both runs, with all digits. */
function gainsCsv({ gains }: Beside): string {
  const numbers = [...SIDES, 'change'].flatMap((name) => [name, `${name}_low`, `${name}_high`]);
  return csvText(
    ['pattern', 'stack', 'variant', 'metric', 'kind', ...numbers, 'verdict'],
    gains.map(({ pattern, stack, variant, metric, kind, gain, verdict }) => [
      ...[pattern, stack, variant, metric.id, kind],
      ...[gain.here, gain.there, gain.change].flatMap((one) => [
        one?.value ?? null,
        one?.low ?? null,
        one?.high ?? null,
      ]),
      verdict,
    ]),
  );
}
