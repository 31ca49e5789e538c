/** A diff as one HTML file: no scripts, no references, light and dark, small screens and paper. */
import type { DiffResults } from '../../results/schema.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import type { Fact } from '../kit/facts.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { PAIRS_STYLES, renderPage } from '../kit/page.ts';
import { bannerPart, bullets, definitions, environmentPart, sectionPart } from '../kit/parts.ts';
import type { Axis } from '../kit/strip.ts';
import { dataTable } from '../kit/tables.ts';
import { HOW_TO_ACCEPT } from './accepting.ts';
import { isCount } from './rows.ts';
import { commandOf } from './side-names.ts';
import { sideText } from './sides.ts';
import { axisOf, controlTable, rowTable } from './strip-table.ts';
import { type DiffView, diffView } from './view.ts';

export async function renderDiffHtml(results: DiffResults): Promise<string> {
  const view = diffView(results);
  const axis = axisOf(results);
  const main = html`${rowsSection(results, view, axis)}
${acceptSection(view)}
${machinesSection(view)}
${noiseSection(results, view, axis)}
${countsSection(view)}
${comparedSection(view)}
${trustSection(view)}
${sidesSection(view)}`;
  const title = `duet ${commandOf(results.run)}: ${results.run.id}`;
  return renderPage({ title, styles: PAIRS_STYLES, skip: 'the rows', header: header(results, view), main });
}

/** The verdict and its reason. What was run, and how, comes at the end: nobody needs it to read the verdict. */
function header({ run }: DiffResults, view: DiffView): Markup {
  const { sides, service } = run;
  const compared: Fact[] =
    service?.ways === undefined
      ? [
          ['Base', sideText(sides.base)],
          ['Head', sideText(sides.head)],
        ]
      : [
          ['a', service.ways.a],
          ['b', service.ways.b],
        ];
  return html`<header class="slim">
<h1>duet ${commandOf(run)}</h1>
${definitions(compared, 'compared')}
<p class="verdict-line ${view.tone}">${view.headline}</p>
<p class="why">${prose(view.why)}</p>${view.ways.length > 0 ? html`\n${bullets(view.ways)}` : null}
${view.advice && html`<p>${prose(view.advice)}</p>`}
${view.banners.map(bannerPart)}
</header>`;
}

/** The changes first, as the picture that the verdict rests on, then how many metrics came to what. */
function rowsSection(results: DiffResults, view: DiffView, axis: Axis): Markup {
  const { notable, unchanged, tally, rest, names } = view;
  const tables = [
    { caption: 'Changes, alerts and undecided metrics, worst first', rows: notable },
    { caption: 'No change', rows: unchanged },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ caption, rows }) => rowTable(caption, rows, { axis, names }));
  const isDrawn = [...notable, ...unchanged].some(({ row }) => !isCount(row));
  return html`<section id="rows" class="first" aria-label="The results">
${tables[0] ?? null}
${isDrawn ? keyOf(results) : null}
<p>${tally ?? 'Nothing was compared metric by metric.'} ${rest}</p>
${tables.slice(1)}
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
${run.plan.sequential === undefined && run.plan.fixed === undefined ? TWO_STAGES : inSequence(sideNames(run))}
<li><i class="key-within"></i>within the threshold</li>
<li><i class="key-beyond"></i>beyond the axis</li>
</ul>`;

const inSequence = ({ base }: SideNames): Markup => html`<li><i class="key-fresh"></i>a block of both sides</li>
<li><i class="key-screening"></i>a block of ${base} against itself</li>`;
const TWO_STAGES = html`<li><i class="key-screening"></i>a block of screening</li>
<li><i class="key-fresh"></i>a fresh block, judged alone where there are some</li>`;

function machinesSection({ machines: { line, tables } }: DiffView): Markup | null {
  if (tables.length === 0) return null;
  return sectionPart('machines', 'Machines', line && html`<p class="lede">${line}</p>`, tables.map(dataTable));
}

function noiseSection(results: DiffResults, { noise, names }: DiffView, axis: Axis): Markup | null {
  if (results.controls.length === 0) return null;
  return html`<section id="noise">
<h2>Noise floor</h2>
<p class="lede">${noise.summary} A process of ${names.base} beside another one of ${names.base}, measured like the two sides.</p>
${controlTable(results, { axis, names })}
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
${definitions(view.facts, 'facts')}
${dataTable(view.sides)}
${environmentPart(view.environment, view)}
</section>`;
