/** A diff as one HTML file: no scripts, no references, light and dark, small screens and paper. */
import type { DiffResults } from '../../results/schema.ts';
import type { Fact } from '../kit/facts.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { renderPage, STRIP_STYLES } from '../kit/page.ts';
import { bannerPart, bullets, definitions, environmentPart } from '../kit/parts.ts';
import type { Axis } from '../kit/strip.ts';
import { dataTable } from '../kit/tables.ts';
import { HOW_TO_ACCEPT } from './accepting.ts';
import { axisOf } from './axis.ts';
import { isCount } from './rows.ts';
import { sideText } from './sides.ts';
import { controlTable, rowTable } from './strip-table.ts';
import { type DiffView, diffView } from './view.ts';

export async function renderDiffHtml(results: DiffResults): Promise<string> {
  const view = diffView(results);
  const axis = axisOf(results);
  const main = html`${rowsSection(results, view, axis)}
${acceptSection(view)}
${noiseSection(results, view, axis)}
${countsSection(view)}
${comparedSection(view)}
${trustSection(view)}
${sidesSection(view)}`;
  const styles = [...STRIP_STYLES, new URL('./diff.css', import.meta.url)];
  const title = `duet diff: ${results.run.id}`;
  return renderPage({ title, styles, skip: 'the rows', header: header(results, view), main });
}

function header(results: DiffResults, view: DiffView): Markup {
  const { sides, service } = results.run;
  const compared: Fact[] =
    service?.ways === undefined
      ? [
          ['Base', sideText(sides.base)],
          ['Head', sideText(sides.head)],
        ]
      : [
          ['a, in the tables base', service.ways.a],
          ['b, in the tables head', service.ways.b],
        ];
  const facts: Fact[] = [...compared, ...view.facts];
  return html`<header>
<h1>duet diff</h1>
<p class="verdict-line ${view.tone}">${view.headline}</p>
<p class="why">${prose(view.why)}</p>${view.ways.length > 0 ? html`\n${bullets(view.ways)}` : null}
${view.advice && html`<p>${prose(view.advice)}</p>`}
${definitions(facts, 'headline')}
${view.banners.map(bannerPart)}
</header>`;
}

function rowsSection(results: DiffResults, { notable, unchanged, tally, rest }: DiffView, axis: Axis): Markup {
  return html`<section id="rows">
<h2>The results</h2>
<p>${tally ?? 'Nothing was compared metric by metric.'} ${rest}</p>
${notable.length > 0 ? rowTable('Changes, alerts and undecided metrics, worst first', notable, axis) : null}
${unchanged.length > 0 ? rowTable('No change', unchanged, axis) : null}
${[...notable, ...unchanged].some(({ row }) => !isCount(row)) ? keyOf(results) : null}
</section>`;
}

function acceptSection({ toAccept, unmatched }: DiffView): Markup | null {
  if (toAccept.length + unmatched.length === 0) return null;
  return html`<section id="accept">
<h2>Intended changes</h2>
${toAccept.length > 0 ? html`<p>${prose(HOW_TO_ACCEPT)}</p>\n<pre tabindex="0"><code>${toAccept.join('\n')}</code></pre>` : null}
${unmatched.length > 0 ? html`<h3>Accepted lines without a change</h3>${bullets(unmatched)}` : null}
</section>`;
}

const keyOf = ({ run }: DiffResults): Markup => html`<ul class="key">
<li><i class="key-mean"></i>estimate with its ${INTERVAL}</li>
${run.plan.sequential === undefined ? TWO_STAGES : IN_SEQUENCE}
<li><i class="key-within"></i>within the threshold</li>
<li><i class="key-beyond"></i>beyond the axis</li>
</ul>`;

const IN_SEQUENCE = html`<li><i class="key-fresh"></i>a block of both sides</li>
<li><i class="key-screening"></i>a block of base against itself</li>`;
const TWO_STAGES = html`<li><i class="key-screening"></i>a block of screening</li>
<li><i class="key-fresh"></i>a fresh block, judged alone where there are some</li>`;

function noiseSection(results: DiffResults, { noise }: DiffView, axis: Axis): Markup | null {
  if (results.controls.length === 0) return null;
  return html`<section id="noise">
<h2>Noise floor</h2>
<p class="lede">${noise.summary} A process of base beside another one of base, measured like the two sides.</p>
${controlTable(results, axis)}
</section>`;
}

function countsSection({ countTable }: DiffView): Markup | null {
  if (countTable.rows.length === 0) return null;
  return html`<section id="counts">
<h2>Counts and facts</h2>
<p class="lede">Exact, from a pass of their own: a changed count is a change, and so is a shape fact.</p>
${dataTable(countTable)}
</section>`;
}

function comparedSection({ uncompared, answers }: DiffView): Markup | null {
  if (uncompared.length + answers.rows.length === 0) return null;
  return html`<section id="compared">
<h2>What is not the same</h2>
${uncompared.length > 0 ? html`<h3>Not compared</h3>${bullets(uncompared)}` : null}
${answers.rows.length > 0 ? dataTable(answers) : null}
</section>`;
}

function trustSection({ validity, power, method }: DiffView): Markup {
  return html`<section id="trust">
<h2>How far to trust it</h2>
<p>${validity.line}</p>
${validity.table && dataTable(validity.table)}
${power.rows.length > 0 ? dataTable(power) : null}
${bullets(method)}
</section>`;
}

const sidesSection = (view: DiffView): Markup => html`<section id="sides">
<h2>Sides and environment</h2>
${dataTable(view.sides)}
${environmentPart(view.environment, view)}
</section>`;
