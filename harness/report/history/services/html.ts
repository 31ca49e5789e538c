/** A history of several services as one HTML file: no references, a table of what moved, and a script that sorts and filters it. */
import type { TrendView } from '../../../results/trends.ts';
import { html } from '../../kit/markup.ts';
import { renderPage, SORTABLE_STYLES } from '../../kit/page.ts';
import { FILTER_SCRIPT, SORT_SCRIPT, sortableOf, sortableTable } from '../../kit/sortable.ts';
import { EXPECTATION } from '../newest.ts';
import { DISTANCE, SERVICE_COLUMNS, serviceRows, servicesLine, servicesSentence } from './view.ts';

/** @param views one of each service, at least one. */
export function renderServicesHtml(views: readonly TrendView[]): string {
  const rows = serviceRows(views);
  const caption = `The newest run of each service beside those before it, what moved most first. ${DISTANCE}`;
  return renderPage({
    title: `duet history: ${views.length} services`,
    styles: SORTABLE_STYLES,
    script: SORT_SCRIPT + FILTER_SCRIPT,
    skip: 'the services',
    header: html`<header class="slim">
<h1>duet history</h1>
<p class="lede">${servicesLine(views)}</p>
<p class="answer-lead"><strong>${servicesSentence(rows)}</strong></p>
</header>`,
    main: html`<section id="services" class="first">
${sortableTable(sortableOf(caption, rows, SERVICE_COLUMNS))}
<p class="lede">${EXPECTATION} <code>duet history --service NAME</code> draws the runs of one.</p>
</section>`,
  });
}
