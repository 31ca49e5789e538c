/** A diff as one HTML file: no scripts, no references, light and dark, small screens and paper. */
import { readFileSync } from 'node:fs';
import type { DiffResults } from '../../results/schema.ts';
import type { Fact } from '../facts.ts';
import { html, type Markup, prose } from '../html/markup.ts';
import { renderPage } from '../html/page.ts';
import { bannerPart, bullets, commands, definitions } from '../html/parts.ts';
import type { Axis } from '../html/strip-axis.ts';
import { dataTable } from '../html/tables.ts';
import { axisOf } from './axis.ts';
import { SIDE_COLUMNS, sideText } from './background.ts';
import { ANSWER_COLUMNS } from './notices.ts';
import { isCount } from './rows.ts';
import { controlTable, rowTable } from './strip-table.ts';
import { type DiffView, diffView } from './view.ts';

const DIFF_CSS = ['../html/verdict.css', '../html/strip.css', './diff.css']
  .map((file) => `\n${readFileSync(new URL(file, import.meta.url), 'utf8')}`)
  .join('');

export async function renderDiffHtml(results: DiffResults): Promise<string> {
  const view = diffView(results);
  const axis = axisOf(results);
  const body = html`<a class="skip" href="#main">Skip to the rows</a>
${header(results, view)}
<main id="main" tabindex="-1">
${rowsSection(view, axis)}
${noiseSection(results, view, axis)}
${countsSection(view)}
${comparedSection(view)}
${trustSection(view)}
${sidesSection(view)}
</main>`;
  return renderPage({ title: `duet diff: ${results.run.id}`, css: DIFF_CSS, body });
}

function header(results: DiffResults, view: DiffView): Markup {
  const { sides } = results.run;
  const facts: Fact[] = [['Base', sideText(sides.base)], ['Head', sideText(sides.head)], ...view.facts];
  return html`<header>
<h1>duet diff</h1>
<p class="verdict-line ${view.tone}">${view.headline}</p>
<p class="why">${prose(view.why)}</p>
${view.advice && html`<p>${prose(view.advice)}</p>`}
${definitions(facts, 'headline')}
${view.banners.map(bannerPart)}
</header>`;
}

function rowsSection({ notable, unchanged, tally, rest }: DiffView, axis: Axis): Markup {
  return html`<section id="rows">
<h2>The results</h2>
<p>${tally ?? 'Nothing was compared metric by metric.'} ${rest}</p>
${notable.length > 0 ? rowTable('Changes, alerts and what could not be told, the worst first', notable, axis) : null}
${unchanged.length > 0 ? rowTable('No change', unchanged, axis) : null}
${[...notable, ...unchanged].some(({ row }) => !isCount(row)) ? KEY : null}
</section>`;
}

const KEY = html`<ul class="key">
<li><i class="key-mean"></i>estimate with its 95 % interval</li>
<li><i class="key-screening"></i>a block of screening</li>
<li><i class="key-fresh"></i>a fresh block, judged alone where there are some</li>
<li><i class="key-within"></i>within the threshold</li>
<li><i class="key-beyond"></i>beyond the axis</li>
</ul>`;

function noiseSection(results: DiffResults, { noise }: DiffView, axis: Axis): Markup | null {
  if (results.controls.length === 0) return null;
  return html`<section id="noise">
<h2>Noise floor</h2>
<p class="lede">${noise.summary} A process of base beside another one of base, measured like the two sides.</p>
${controlTable(results, axis)}
</section>`;
}

function countsSection({ counts }: DiffView): Markup | null {
  if (counts.length === 0) return null;
  const header = ['cell', 'metric', 'base', 'head', 'verdict'];
  const rows = counts.map(({ cell, metric, base, head, verdict }) => [cell, metric, base, head, verdict]);
  return html`<section id="counts">
<h2>Counts</h2>
<p class="lede">Exact, per request, from a pass of their own: a changed count is a change.</p>
${dataTable({ caption: 'What a request causes on each side', header, rows, numbers: [2, 3] })}
</section>`;
}

function comparedSection({ uncompared, answers }: DiffView): Markup | null {
  if (uncompared.length + answers.length === 0) return null;
  return html`<section id="compared">
<h2>What is not the same</h2>
${uncompared.length > 0 ? html`<h3>Not compared</h3>${bullets(uncompared)}` : null}
${answers.length > 0 ? dataTable({ caption: 'Equal requests with different answers', header: ANSWER_COLUMNS, rows: answers }) : null}
</section>`;
}

function trustSection({ validity, power, method }: DiffView): Markup {
  const numbers = power.header.map((_, column) => column);
  return html`<section id="trust">
<h2>How far to trust it</h2>
<p>${validity.line}</p>
${validity.rows.length > 0 ? dataTable({ caption: 'Why attempts were invalid', header: ['invalid because', 'attempts', 'for example'], rows: validity.rows, numbers: [1] }) : null}
${power.rows.length > 0 ? dataTable({ caption: 'How often a slowdown of one cell is expected to be found', header: power.header, rows: power.rows, numbers }) : null}
${bullets(method)}
</section>`;
}

function sidesSection({ sides, environment, absent, repeat }: DiffView): Markup {
  return html`<section id="sides">
<h2>Sides and environment</h2>
${dataTable({ caption: 'The two sides', header: SIDE_COLUMNS, rows: sides })}
<h3>Environment</h3>
${definitions(environment, 'facts')}
<h3>Figures that are absent</h3>
${bullets(absent)}
<h3>Repeat</h3>
${commands(repeat)}
</section>`;
}
