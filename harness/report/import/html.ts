/** An import as one HTML file: no scripts, no references. */
import type { ImportResults } from '../../results/import.ts';
import { html } from '../kit/markup.ts';
import { renderPage } from '../kit/page.ts';
import { bannerPart, bullets, definitions, sectionPart } from '../kit/parts.ts';
import { dataTable } from '../kit/tables.ts';
import { importView } from './view.ts';

export function renderImportHtml(results: ImportResults): string {
  const view = importView(results);
  return renderPage({
    title: `${view.title} ${results.id}`,
    skip: 'the pods',
    header: html`<header class="slim">
<h1>${view.title}</h1>
<p class="lede">${view.lede}</p>
${view.banners.map(bannerPart)}
</header>`,
    main: html`<section id="pods" class="first">
${dataTable(view.pods)}
</section>
${sectionPart('answers', 'Answers', dataTable(view.codes), view.errors && dataTable(view.errors))}
${sectionPart('method', 'Method', bullets(view.method), definitions(view.facts, 'facts'))}`,
  });
}
