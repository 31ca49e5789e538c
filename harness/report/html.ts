/** The report as one HTML file: no scripts, no references, light and dark, small screens and paper. */
import type { Results } from '../results/schema.ts';
import {
  absentFigures,
  banners,
  environmentFacts,
  headlineFacts,
  methodLines,
  rebuildCommands,
  sizeFacts,
  TITLE,
} from './facts.ts';
import { STACK_TITLES } from './format.ts';
import { CodePainter } from './html/code.ts';
import { html, type Markup } from './html/markup.ts';
import { renderPage } from './html/page.ts';
import { bannerPart, bullets, commands, definitions } from './html/parts.ts';
import { patternSection } from './html/pattern.ts';
import { dataTable, groupTable, parityTable } from './html/tables.ts';
import { noiseLines } from './noise.ts';
import { parityRows, paritySummary } from './parity.ts';
import { summaryGroups } from './rows.ts';
import { contextOf } from './run-context.ts';
import { validityLine, validityRows } from './validity.ts';

export async function renderHtml(results: Results): Promise<string> {
  const painter = await CodePainter.create();
  const body = html`<a class="skip" href="#main">Skip to the results</a>
${header(results)}
<main id="main" tabindex="-1">
${summarySection(results)}
${results.patterns.map((pattern) => patternSection(pattern, contextOf(results), painter))}
${environmentSection(results)}
${paritySection(results)}
${methodSection(results)}
</main>`;
  return renderPage({ title: `${TITLE}: ${results.run.id}`, css: painter.css(), body });
}

function header(results: Results): Markup {
  return html`<header>
<h1>${TITLE}</h1>
${definitions(headlineFacts(results), 'headline')}
${banners(results).map(bannerPart)}
</header>`;
}

function summarySection(results: Results): Markup {
  const { patterns } = results;
  if (patterns.length === 0) return html`<h2>The results</h2><p>No pattern was measured.</p>`;
  const links = new Map(patterns.map(({ title, pattern }) => [title, pattern]));
  return html`<section id="results">
<h2>The results</h2>
${groupTable(
  {
    caption: 'Claimed and measured; the intervals of before and after stand with each pattern',
    subject: 'pattern',
    groups: summaryGroups(results),
    intervals: false,
  },
  ({ pattern, metric }) => html`<a href="#${links.get(pattern) ?? ''}">${pattern}</a> <small>${metric}</small>`,
)}
${[validityLine(results), ...noiseLines(results)].map((line) => line && html`<p class="trust">${line}</p>`)}
</section>`;
}

function environmentSection(results: Results): Markup {
  return html`<section id="environment">
<h2>Environment</h2>
${definitions(environmentFacts(results), 'facts')}
<h3>Figures that are absent</h3>
${bullets(absentFigures(results))}
</section>`;
}

function paritySection(results: Results): Markup {
  return html`<section id="parity">
<h2>Parity</h2>
<p class="lede">What must be equal for the comparison to be fair, as the services reported it. ${paritySummary(results)}</p>
${parityTable(
  results.run.stacks.map((stack) => STACK_TITLES[stack]),
  parityRows(results),
)}
</section>`;
}

function methodSection(results: Results): Markup {
  return html`<section id="method">
<h2>How it was measured</h2>
${bullets(methodLines(results))}
${dataTable({ caption: 'Sizes of this run', header: ['size', 'value'], rows: sizeFacts(results), numbers: [1] })}
${validityParts(results)}
<h3>Rebuild</h3>
${commands(rebuildCommands(results))}
</section>`;
}

function validityParts(results: Results): Markup | null {
  const line = validityLine(results);
  if (line === null) return null;
  const rows = validityRows(results);
  const header = ['invalid because', 'attempts', 'for example'];
  return html`<h3>Validity</h3>
<p>${line}</p>
${rows.length > 0 ? dataTable({ caption: 'Why attempts were invalid', header, rows, numbers: [1] }) : null}`;
}
