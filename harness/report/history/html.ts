/** A history as one HTML file: no scripts, no references; what the newest run says, a chart per gain, every run in a table. */
import type { HistoryRun } from '../../results/schema.ts';
import { type Change, MOST_SHOWN, type Trend, type TrendSeries, type TrendView } from '../../results/trends.ts';
import { gainText, instant } from '../kit/format.ts';
import { html, type Markup } from '../kit/markup.ts';
import { INTERVAL } from '../kit/method.ts';
import { PAIRS_STYLES, renderPage } from '../kit/page.ts';
import { sectionPart } from '../kit/parts.ts';
import { bothWidths } from '../kit/svg.ts';
import { type Column, dataTable, tableOf } from '../kit/tables.ts';
import { trendChart } from './chart.ts';
import { latestLine, seriesName } from './latest.ts';
import { EXPECTATION, newestSentence } from './newest.ts';
import { newestTable } from './newest-table.ts';
import { factLines } from './view.ts';

export function renderHistoryHtml(view: TrendView): string {
  const patterns = Map.groupBy(view.trends, ({ pattern }) => pattern);
  const drawn = changesSince(view);
  const main = html`${newestSection(view)}
${[...patterns].map(([name, trends]) => patternSection(name, trends, drawn))}
${runsSection(view)}`;
  return renderPage({
    title: `duet history: ${[view.service, view.profile].filter(Boolean).join(', ')}`,
    styles: PAIRS_STYLES,
    skip: 'the newest run',
    header: header(view),
    main,
  });
}

/** The changes that a chart can show, and not those of years, for every chart goes through them. */
function changesSince(view: TrendView): TrendView {
  const shown = view.trends.flatMap(({ series }) =>
    series.map(({ values: [first] }) => first?.entry.finished_at ?? ''),
  );
  const startMs = Math.min(...shown.map(Date.parse));
  const isShown = ({ after }: Change) => Date.parse(after.finished_at) >= startMs;
  return { ...view, breaks: view.breaks.filter(isShown), moves: view.moves.filter(isShown) };
}

function header(view: TrendView): Markup {
  const [runs = '', ...changes] = factLines(view);
  return html`<header class="slim">
<h1>duet history</h1>
<p class="lede">${runs}</p>
<p class="answer-lead"><strong>${newestSentence(view)}</strong></p>
${changes.length === 0 ? null : html`<p class="lede">${changes.join(' ')}</p>`}
</header>`;
}

function newestSection(view: TrendView): Markup {
  return html`<section id="newest" class="first">
${newestTable(view)}
<p class="lede">${EXPECTATION}</p>
</section>`;
}

/** The gain of the summary first; the others can be unfolded. */
function patternSection(name: string, trends: readonly Trend[], view: TrendView): Markup {
  const headlines = trends.filter(({ headline }) => headline);
  const others = trends.filter(({ headline }) => !headline);
  return html`<section id="${name}">
<h2>${trends[0]?.title ?? name}</h2>
${headlines.map((trend) => trendPart(trend, view))}
${others.map((trend) => html`<details><summary>Gain in ${trend.metric.title}</summary>${trendPart(trend, view)}</details>`)}
</section>`;
}

function trendPart(trend: Trend, view: TrendView): Markup {
  const id = `${trend.pattern}-${trend.metric.id}-${trend.kind}`;
  return html`<figure class="chart">
${bothWidths(id, (options) => trendChart(trend, view, options))}
<figcaption>Gain in ${trend.metric.title}, with ${INTERVAL}s.${view.moves.length > 0 ? ' A short mark at the axis shows a change of environment.' : ''} ${trend.series.map((one) => `${latestLine(trend, one)}.`).join(' ')}</figcaption>
</figure>`;
}

function runsSection({ entries, trends }: TrendView): Markup {
  const headlines = trends.filter(({ headline }) => headline);
  const columns: Column<HistoryRun>[] = [
    ['run', ({ finished_at }) => instant(finished_at)],
    ['commit', ({ commit, dirty }) => `${(commit ?? '–').slice(0, 12)}${dirty ? '+' : ''}`],
    ...headlines.flatMap((trend) => trend.series.map((series) => gainColumn(trend, series))),
    ['environment', ({ fingerprint, machine }) => `${fingerprint} ${machine}`],
  ];
  const newest = entries.slice(-MOST_SHOWN).toReversed();
  const title = entries.length > MOST_SHOWN ? `The newest ${MOST_SHOWN} runs` : 'Every run';
  return sectionPart('runs', title, dataTable(tableOf('Gains of each run, newest first', newest, columns, [2, 1])));
}

function gainColumn({ pattern, kind, metric }: Trend, series: TrendSeries): Column<HistoryRun> {
  const gainOf = (run: HistoryRun) => {
    const value = series.values.find(({ entry }) => entry === run)?.value;
    return value === undefined ? '–' : gainText(value, kind, metric.unit);
  };
  return [`${pattern}, ${seriesName(series)}`, gainOf];
}
