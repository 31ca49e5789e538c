/** The picture of one request over time, with its sentence above and its data below. */
import type { PatternResult, TimelineFacts } from '../../results/schema.ts';
import { type ChartTable, chartDataPart } from '../kit/chart-data.ts';
import { csvText } from '../kit/csv.ts';
import { html, type Markup, prose } from '../kit/markup.ts';
import { bothWidths } from '../kit/svg.ts';
import { timelineChart } from './charts/timeline-chart.ts';
import { TIMELINE, type TimelineView } from './timelines.ts';

/** Null for a run that traced nothing. */
export function timelinePart({ pattern: id, title }: PatternResult, view: TimelineView | null): Markup | null {
  if (view === null) return null;
  const drawn = bothWidths(`${id}-timeline`, (options) => timelineChart(title, view.cells, options));
  const data = timelineTable(view);
  return html`<h3>${TIMELINE}</h3>
<p>${prose(view.sentence)}</p>
${
  drawn &&
  html`<figure class="chart timeline" data-timeline="${id}">
${drawn}
<figcaption>${keyOf(view)}</figcaption>
</figure>
${data && chartDataPart(data)}`
}
<ul class="notes">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

type Entry = [mark: string, meaning: string];

const KEYS: Record<TimelineFacts['about'], Entry[]> = {
  queries: [
    ['key-bar', 'a query of the application'],
    ['key-bar slight', 'what the driver sends around it'],
  ],
  calls: [['key-bar', 'a call to the external API']],
  memory: [
    ['key-line', 'memory of the process'],
    ['key-line dotted', 'the file, as far as it is read'],
  ],
  'light-requests': [
    ['key-block', 'a light request: when it was due, and its latency'],
    ['key-band', 'the report'],
    ['key-stall', 'the longest time without an answer'],
  ],
  'round-trips': [['key-bar', 'a round trip to PostgreSQL']],
};

function keyOf({ cells }: TimelineView): Markup | null {
  const about = cells.find(({ timeline }) => timeline?.facts !== undefined)?.timeline?.facts?.about;
  if (about === undefined) return null;
  return html`<ul class="key">${KEYS[about].map(([mark, meaning]) => html`<li><i class="${mark}"></i>${meaning}</li>`)}</ul>`;
}

const HEADER = ['stack', 'variant', 'kind', 'label', 'lane', 'start_ms', 'end_ms', 'value'];

/** What it shows as a table, every event and sample as CSV. Null where nothing was traced. */
export function timelineTable({ cells, table }: TimelineView): ChartTable | null {
  if (table === null) return null;
  const rows = cells.flatMap(({ stack, variant, timeline }) => [
    ...(timeline?.events ?? []).map(({ kind, label = null, lane, start_ms, end_ms }) => [
      ...[stack, variant, kind, label],
      ...[lane, start_ms, end_ms, null],
    ]),
    ...(timeline?.series ?? []).flatMap(({ name, samples }) =>
      samples.map(({ t_ms, value }) => [stack, variant, name, null, null, t_ms, null, value]),
    ),
  ]);
  return { table, csv: csvText(HEADER, rows) };
}
