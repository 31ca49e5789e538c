/** The report as one HTML file: no references, and one script, which only copies; light and dark, small screens and paper. */
import type { Results } from '../../results/schema.ts';
import { COPY_SCRIPT } from '../kit/chart-data.ts';
import { CodePainter } from '../kit/code.ts';
import { STACK_TITLES } from '../kit/format.ts';
import { html, type Markup } from '../kit/markup.ts';
import { renderPage } from '../kit/page.ts';
import { bannerPart, bullets, commands, contentsPart, definitions } from '../kit/parts.ts';
import { dataTable } from '../kit/tables.ts';
import { answerSection } from './answer-html.ts';
import { firstFacts, SUBTITLE } from './facts.ts';
import { patternSection } from './pattern-html.ts';
import { groupTable, parityTable } from './tables-html.ts';
import { type CompareView, compareView } from './view.ts';

export async function renderHtml(results: Results): Promise<string> {
  const painter = await CodePainter.create();
  const view = compareView(results);
  const main = html`${answerSection(results, view.answer)}
${summarySection(view)}
${view.patterns.map((pattern) => patternSection(pattern, view.stacks, painter))}
<section id="environment">
<h2>Environment</h2>
${definitions(view.facts, 'headline')}
${definitions(view.environment, 'facts')}
<h3>Metrics that are not available</h3>
${bullets(view.absent)}
</section>
${paritySection(view)}
${methodSection(view)}`;
  const title = `${view.title}: ${results.run.id}`;
  return renderPage({
    title,
    css: painter.css(),
    script: COPY_SCRIPT,
    skip: 'the results',
    header: header(view),
    main,
  });
}

function header(view: CompareView): Markup {
  const { title, facts, banners } = view;
  return html`${contents(view)}
<header class="slim">
<h1>${title}</h1>
<p class="lede">${SUBTITLE} ${firstFacts(facts).join(' · ')}.</p>
${banners.map(bannerPart)}
</header>`;
}

function contents({ patterns, answer }: CompareView): Markup {
  const names = new Map(answer.patterns.map(({ pattern, name }) => [pattern, name]));
  return contentsPart([
    ['results', 'Results'],
    ...patterns.map(({ pattern: { pattern } }) => [pattern, names.get(pattern) ?? pattern] as const),
    ['environment', 'Environment'],
    ['parity', 'Parity'],
    ['method', 'Method'],
  ]);
}

function summarySection({ patterns, summary }: CompareView): Markup {
  if (patterns.length === 0)
    return html`<section id="results"><h2>The results</h2><p>No pattern was measured.</p></section>`;
  const links = new Map(patterns.map(({ pattern: { title, pattern } }) => [title, pattern]));
  return html`<section id="results">
<h2>The results</h2>
${groupTable(
  {
    caption: 'Claimed and measured; each pattern has the intervals of before and after',
    subject: 'pattern',
    groups: summary,
    intervals: false,
  },
  ({ pattern, metric }) => html`<a href="#${links.get(pattern) ?? ''}">${pattern}</a> <small>${metric}</small>`,
)}
</section>`;
}

function paritySection({ stacks, parity }: CompareView): Markup {
  const names = stacks.map((stack) => STACK_TITLES[stack]);
  return html`<section id="parity">
<h2>Parity</h2>
<p class="lede">What must be equal for the comparison to be fair, as the services reported it. ${parity.summary}</p>
${parityTable(names, parity.rows)}
</section>`;
}

function methodSection({ method, sizes, trust, validity, repeat }: CompareView): Markup {
  return html`<section id="method">
<h2>How it was measured</h2>
${bullets(method)}
${dataTable({ caption: 'Sizes of this run', header: ['size', 'value'], rows: sizes, numbers: [1] })}
${trust.length > 0 ? html`<h3>Trials and noise</h3>\n${bullets(trust)}\n${validity && dataTable(validity)}` : null}
<h3>Rebuild</h3>
${commands(repeat)}
</section>`;
}
