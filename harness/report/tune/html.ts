/** A run of tune as one HTML file: no scripts, no references, light and dark, small screens and paper. */
import type { TuneResults } from '../../results/schema.ts';
import { CodePainter } from '../kit/code.ts';
import type { Fact } from '../kit/facts.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { renderPage, STRIP_STYLES } from '../kit/page.ts';
import { bannerPart, bullets, chartPart, definitions, environmentPart, sectionPart } from '../kit/parts.ts';
import { bothWidths, type ChartOptions } from '../kit/svg.ts';
import { type DataTable, dataTable } from '../kit/tables.ts';
import { burstChart } from './charts/burst-chart.ts';
import { inUseChart } from './charts/in-use-chart.ts';
import { loadChart } from './charts/load-chart.ts';
import { overloadChart } from './charts/overload-chart.ts';
import { searchChart } from './charts/search-chart.ts';
import { comparisonTable } from './comparison-table.ts';
import { heatOf, heatTable } from './heat.ts';
import type { Section } from './section.ts';
import { type TuneView, tuneView } from './view.ts';

/** What a drawing shows, for those who see it: the section's table has the same values. */
const DRAWINGS: Partial<
  Record<Section['id'], { draw: (results: TuneResults, options: ChartOptions) => Markup | null; key: string }>
> = {
  prediction: {
    draw: inUseChart,
    key: 'Connections in use by rate. Above the dashed line requests hold connections longer than at low load; below it the pool is used up, or requests are still on their way.',
  },
  search: {
    draw: searchChart,
    key: 'Numbers are the order of measuring; the band holds what is not distinguishable from the best; the ring is the recommended setting; a cross had timeouts.',
  },
  load: { draw: loadChart, key: 'Latency of all requests, from the intended send; a cross had timeouts.' },
  overload: { draw: overloadChart, key: 'Full bars are requests answered, outlined ones timed out or failed.' },
  burst: { draw: burstChart, key: 'Sampled before, during and after the burst.' },
};

export async function renderTuneHtml(results: TuneResults): Promise<string> {
  const view = tuneView(results);
  const painter = await CodePainter.create();
  const picture = firstPicture(view, results);
  const main = html`${recommendationSection(view, painter, picture)}
${reasonsSection(view)}
${runSection(view)}
${view.comparison && sectionOf(view.comparison, results, 'h2')}
${foundSections(view, results, picture)}
${unseenSection(view)}
${environmentSection(view)}`;
  const styles = [...STRIP_STYLES, new URL('./tune.css', import.meta.url)];
  const title = `${view.title}: ${results.id}`;
  return renderPage({ title, styles, css: painter.css(), skip: 'the recommendation', header: header(view), main });
}

function header(view: TuneView): Markup {
  return html`<header class="slim">
<h1>${view.title}</h1>
<p class="verdict-line ${view.tone}">${view.headline}</p>
${view.brief.map((line) => html`<p class="why">${prose(line)}</p>`)}
${view.needs && html`<p class="why">${prose(view.needs)}</p>`}
${view.banners.map(bannerPart)}
</header>`;
}

/** The drawing of the first screen, and the section that it is of, whose table has its numbers. */
interface Picture {
  id: Section['id'];
  title: string;
  drawn: Markup;
}

/** In the order of what they say of the recommendation. */
const FIRST_CHOICES: readonly Section['id'][] = ['search', 'load', 'prediction'];
/** Beside the lines to paste, and on a phone. */
const PICTURE_WIDTHS = { wide: 480, narrow: 335 };

function firstPicture({ sections }: TuneView, results: TuneResults): Picture | null {
  for (const id of FIRST_CHOICES) {
    const section = sections.find((one) => one.id === id);
    const drawn = section && bothWidths(id, (options) => DRAWINGS[id]?.draw(results, options) ?? null, PICTURE_WIDTHS);
    if (drawn) return { id, title: section.title, drawn };
  }
  return null;
}

/** What to paste, and the picture that it rests on. */
function recommendationSection({ snippets }: TuneView, painter: CodePainter, picture: Picture | null): Markup | null {
  if (snippets.length === 0 && picture === null) return null;
  const drawn = picture && pictureFigure(picture);
  const lines = html`<div class="snippets">${snippets.map(
    ({ title, language, code }) =>
      html`<figure><figcaption>${prose(title)}</figcaption>${painter.snippet(code, language, title.replaceAll('`', ''))}</figure>`,
  )}</div>`;
  return html`<section id="recommendation" class="first" aria-label="The recommendation">
${snippets.length === 0 ? drawn : html`<div class="recommended">\n${lines}\n${drawn}\n</div>`}
</section>`;
}

const pictureFigure = ({ id, title, drawn }: Picture): Markup | null =>
  chartPart('curve', drawn, html`${DRAWINGS[id]?.key ?? null} <a href="#${id}">${title}, in numbers</a>`);

function reasonsSection({ verdict, values, arithmetic, bottleneck }: TuneView): Markup | null {
  if (values === null && arithmetic === null && verdict === null && bottleneck === null) return null;
  return html`<section id="reasons">
<h2>The reasons</h2>
${verdict && html`<p>${prose(verdict)}</p>`}
${values && valueTable(values)}
${arithmetic && html`<h3>Connections that PostgreSQL can give</h3><p>${prose(arithmetic)}</p>`}
${bottleneck && html`<h3>${prose(bottleneck.title)}</h3><p>${prose(bottleneck.evidence)}</p><p>${prose(bottleneck.advice)}</p>`}
</section>`;
}

const runSection = ({ facts }: TuneView): Markup =>
  sectionPart('run', 'This run', definitions(inProse(facts), 'facts'));

/** On a narrow screen each value has its reason below it; roles are explicit, because display removes them. */
function valueTable({ caption, header, rows }: DataTable): Markup {
  return html`<table class="values" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${header.map((name, column) => html`<th scope="col" role="columnheader" class="${column === 1 ? 'number' : ''}">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ([name = '', value = '', reason = '']) =>
      html`<tr role="row"><th scope="row" role="rowheader"><code>${name}</code></th><td role="cell" class="number">${value}</td><td role="cell">${prose(reason)}</td></tr>
`,
  )}</tbody>
</table>`;
}

function foundSections({ sections }: TuneView, results: TuneResults, picture: Picture | null): Markup {
  const part = (id: string, title: string, of: readonly Section['id'][]) => {
    const parts = sections.filter((section) => of.includes(section.id));
    return parts.length === 0
      ? null
      : html`<section id="${id}"><h2>${title}</h2>${parts.map((section) => sectionOf(section, results, 'h3', section.id === picture?.id))}</section>`;
  };
  return html`${part('found', 'How it was found', ['prediction', 'search', 'heat'])}
${part('bears', 'What it handles', ['load', 'overload', 'burst'])}`;
}

/** @param isDrawn whether its drawing stands at the top of the page. */
function sectionOf(section: Section, results: TuneResults, heading: 'h2' | 'h3', isDrawn = false): Markup {
  const { id, title, lead } = section;
  return html`<section id="${id}">
${heading === 'h2' ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}
<p>${prose(lead)}</p>
${isDrawn ? null : figureOf(section, results)}
${tableOf(section, results)}
</section>`;
}

function figureOf({ id }: Section, results: TuneResults): Markup | null {
  const drawing = DRAWINGS[id];
  if (drawing === undefined) return null;
  return chartPart(
    'curve',
    bothWidths(id, (options) => drawing.draw(results, options)),
    drawing.key,
  );
}

/** Some tables are drawings themselves, and that of a course is long. */
function tableOf({ id, table }: Section, results: TuneResults): Markup {
  const heat = heatOf(results);
  if (id === 'heat' && heat !== null) return heatTable(heat, table.header[0] ?? '');
  if (id === 'comparison') return comparisonTable(results, table.caption);
  if (id === 'burst') return html`<details><summary>In numbers</summary>${dataTable(table)}</details>`;
  return dataTable(table);
}

const unseenSection = ({ unseen }: TuneView): Markup | null =>
  unseen.length === 0 ? null : sectionPart('unseen', 'What could not be seen', bullets(unseen));

function environmentSection(view: TuneView): Markup {
  const { budget, templates, method, notes } = view;
  return html`<section id="environment">
<h2>Method and environment</h2>
${bullets([...method, ...notes])}
${budget.length > 0 ? html`<h3>Connections</h3>${definitions(inProse(budget), 'facts sum')}` : null}
${templates.length > 0 ? html`<h3>What was set</h3>${definitions(inProse(templates), 'facts')}` : null}
${environmentPart(inProse(view.environment), view)}
</section>`;
}

/** Values may hold code in backticks. */
const inProse = (facts: readonly Fact[]) => facts.map(([label, value]) => [label, prose(value)] as const);
