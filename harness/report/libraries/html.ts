/** A run of libraries as one HTML file: no references, and a script that sorts and copies; light and dark, small screens and paper. */

import type { LibrariesResults } from '../../results/libraries.ts';
import { COPY_SCRIPT } from '../kit/chart-data.ts';
import { CodePainter } from '../kit/code.ts';
import { LANGUAGES, listed, STACK_TITLES } from '../kit/format.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { renderPage, SORTABLE_STYLES } from '../kit/page.ts';
import { bannerPart, bullets, contentsPart, environmentPart, sectionPart } from '../kit/parts.ts';
import { SORT_SCRIPT, sortableTable } from '../kit/sortable.ts';
import { type DataTable, dataTable } from '../kit/tables.ts';
import { costData } from './charts/cost-chart.ts';
import { costPicture } from './charts/picture.ts';
import type { FieldLibraries } from './findings/selection.ts';
import { type CodeFile, type FieldView, type LibrariesView, librariesView, type OperationView } from './view.ts';

export async function renderLibrariesHtml(results: LibrariesResults): Promise<string> {
  const view = librariesView(results);
  const painter = await CodePainter.create();
  const pictured = firstPicture(view);
  const main = html`${answerSection(view, pictured)}
${view.fields.map((field) => fieldSection(field, painter, field === pictured))}
${tableSection('surprises', 'What was guessed otherwise', view.surprises && sortableTable(view.surprises))}
${tableSection('left-out', 'What is not compared', view.leftOut && dataTable(view.leftOut))}
${tableSection('twins', 'Pairs that are meant to be equivalent', view.twins && dataTable(view.twins))}
${environmentSection(view)}`;
  return renderPage({
    title: `${view.title} ${results.id}`,
    styles: [...SORTABLE_STYLES, new URL('./libraries.css', import.meta.url)],
    css: painter.css(),
    script: COPY_SCRIPT + SORT_SCRIPT,
    skip: 'the libraries',
    header: header(view),
    main,
  });
}

function header(view: LibrariesView): Markup {
  return html`${contents(view)}
<header class="slim">
<h1>${view.title}</h1>
<p class="lede">${view.lede}</p>
${view.banners.map(bannerPart)}
</header>`;
}

function contents({ fields, surprises, leftOut, twins }: LibrariesView): Markup {
  const parts = [
    ...fields.map(({ field, short }) => [field, short] as const),
    ...(surprises === null ? [] : [['surprises', 'Surprises'] as const]),
    ...(leftOut === null ? [] : [['left-out', 'Not compared'] as const]),
    ...(twins === null ? [] : [['twins', 'Pairs'] as const]),
    ['environment', 'Method'] as const,
  ];
  return contentsPart(parts);
}

/** The first field that has a picture: it stands at the top of the page. */
const firstPicture = ({ fields }: LibrariesView): FieldView | undefined =>
  fields.find(({ libraries, operations: [first] }) => first && costData(libraries, first.operation) !== null);

function answerSection({ fields }: LibrariesView, pictured: FieldView | undefined): Markup {
  const [first] = pictured?.operations ?? [];
  const picture = pictured && first && costPicture(pictured.libraries, first.operation);
  return html`<section id="answer" aria-label="What was found">
<ul class="answers library-answers">${fields.map(
    ({ field, short, findings }) => html`<li><p class="answer-gain"><a href="#${field}">${short}</a></p>${findings.map(
      ({ stack, headline }) => html`<p><b class="${stack}">${STACK_TITLES[stack]}</b> ${headline}</p>`,
    )}</li>
`,
  )}</ul>
${picture ?? null}
</section>`;
}

function fieldSection(view: FieldView, painter: CodePainter, isPictured: boolean): Markup {
  const { field, title, lead, findings, overview, operations, pool, breaks, code, libraries } = view;
  const [first] = operations;
  return html`<section id="${field}">
<h2>${title}</h2>
<p>${lead}</p>
<div class="findings">${findings.map(
    ({ stack, headline, more }) => html`<div><h3><b class="${stack}">${STACK_TITLES[stack]}</b></h3>
<p class="says">${prose(headline)}</p>
${more.length === 0 ? null : bullets(more)}</div>
`,
  )}</div>
${isPictured || first === undefined ? null : costPicture(libraries, first.operation)}
${overview && html`<h3>All libraries</h3>\n${sortableTable(overview)}`}
${operations.map((one, index) => operationPart(libraries, one, index === 0))}
${pool && html`<h3>The pool when nobody sets anything</h3>\n${sortableTable(pool)}`}
${breaks && breaksSection(breaks)}
${codePart(code, painter)}
</section>`;
}

/** All faults at a glance, then each with its numbers and errors. */
const breaksSection = ({ table, parts }: NonNullable<FieldView['breaks']>): Markup => html`<h3>What breaks where</h3>
${sortableTable(table)}
${parts.map(
  (part) => html`<details><summary>${part.title}: numbers and errors</summary>
<p>${prose(part.done)}</p>
${sortableTable(part.table)}
</details>`,
)}`;

/** Folded; the picture of the first operation stands above. */
function operationPart(
  libraries: FieldLibraries,
  { operation, title, counts, costs }: OperationView,
  isFirst: boolean,
): Markup | null {
  if (counts === null && costs === null) return null;
  return html`<details class="operation"><summary>${title}: every count and cost</summary>
${isFirst ? null : costPicture(libraries, operation)}
${counts && sortableTable(counts)}
${costs && sortableTable(costs)}
</details>`;
}

function codePart(files: readonly CodeFile[], painter: CodePainter): Markup | null {
  if (files.length === 0) return null;
  return html`<h3>The code</h3>
<div class="code-files">${files.map(({ file, stack, code, titles }) => {
    const label = `${listed(titles)} in ${STACK_TITLES[stack]}`;
    const excerpt = {
      variant: file,
      file,
      first_line: 1,
      language: LANGUAGES[stack],
      text: code.trimEnd(),
    } as const;
    return html`<details><summary>${label}</summary>
<p><code>${file}</code></p>
${painter.block(excerpt, `${label}, ${file}`)}
</details>`;
  })}</div>`;
}

const tableSection = (id: string, title: string, table: Markup | null): Markup | null =>
  table && sectionPart(id, title, table);

function environmentSection(view: LibrariesView): Markup {
  return html`<section id="environment">
<h2>Method and environment</h2>
${bullets(view.method)}
${foldedTable('Versions of everything that ran', view.versions)}
${environmentPart(view.environment, view)}
</section>`;
}

const foldedTable = (summary: string, table: DataTable): Markup =>
  html`<details><summary>${summary}</summary>${dataTable(table)}</details>`;
