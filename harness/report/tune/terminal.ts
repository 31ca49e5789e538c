/** A run of tune for a terminal: the answer in three lines, the lines to paste, then the reasons. */

import { printable } from '../../printable.ts';
import type { TuneResults } from '../../results/schema.ts';
import { listed } from '../kit/format.ts';
import { fitted, plain, section, summaryWriter, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import { TONE_STYLES } from '../kit/tone.ts';
import { comparisonRows, readingText } from './comparison.ts';
import { type TuneView, tuneView } from './view.ts';

/** With less room a reason stands under its value. */
const NARROWEST_REASON = 30;

export function renderTuneSummary(results: TuneResults, terminal: Terminal): string {
  const { width } = terminal;
  const { paint, say, banners, ending } = summaryWriter(terminal);
  const view = tuneView(results);
  const lines = [
    paint('dim', fitted(plain(view.title), width)),
    ...say(view.headline).map((line) => paint(['bold', TONE_STYLES[view.tone]], line)),
    ...view.brief.flatMap(say),
  ];
  lines.push(...banners(view.banners));
  lines.push(...snippetLines(view, results, say));
  if (view.verdict !== null) lines.push(...section(say(view.verdict)));
  lines.push(...section(valueLines(view, width)));
  lines.push(...section(comparisonLines(results, width)));
  const { bottleneck, needs } = view;
  if (needs !== null) lines.push(...section(say(needs)));
  if (view.arithmetic !== null) lines.push(...section(say(`Connections: ${view.arithmetic}`)));
  if (bottleneck !== null) {
    lines.push(...section(say(`${bottleneck.title}. ${bottleneck.evidence} ${bottleneck.advice}`)));
  }
  lines.push(...section(view.notes.flatMap(say)));
  lines.push(...section(view.unseen.flatMap((line) => say(`Not seen: ${line}`))));
  lines.push(...ending());
  return `${lines.join('\n')}\n`;
}

/** What the values are called where a reader's own service takes them comes first; the rest is in the page. */
function snippetLines({ snippets }: TuneView, { subject }: TuneResults, say: (text: string) => string[]): string[] {
  const shown = subject.kind === 'command' ? snippets.slice(0, 1) : snippets;
  const others = snippets.slice(shown.length).map(({ title }) => title);
  return [
    ...shown.flatMap(({ title, code }) => ['', ...say(`${title}:`), ...code.trimEnd().split('\n').map(pasted)]),
    ...(others.length === 0 ? [] : ['', ...say(`To paste from tune.html: ${listed(others)}.`)]),
  ];
}

const pasted = (line: string) => `  ${printable(line)}`.trimEnd();

/** Each value with its reason, which is wrapped beside it. */
function valueLines({ values }: TuneView, width: number): string[] {
  const rows = values?.rows ?? [];
  const longest = (column: number) => Math.max(0, ...rows.map((row) => printable(row[column] ?? '').length));
  const [nameWidth, valueWidth] = [longest(0), longest(1)];
  return rows.flatMap(([name = '', value = '', reason = '']) => {
    const head = `  ${printable(name).padEnd(nameWidth)}  ${printable(value).padStart(valueWidth)}  `;
    if (width - head.length < NARROWEST_REASON) {
      return [head.trimEnd(), ...wrapped(plain(reason), width, '    ')].map((line) => fitted(line, width));
    }
    const beside = wrapped(plain(reason), width, ' '.repeat(head.length));
    return [head + (beside[0] ?? '').trimStart(), ...beside.slice(1)].map((line) => fitted(line, width));
  });
}

/** In order of importance: the right end is given up first. */
function comparisonLines(results: TuneResults, width: number): string[] {
  const rows = comparisonRows(results);
  if (rows.length === 0) return [];
  const header = [
    '',
    'p95, ms',
    'timeouts',
    'reading',
    'p99, ms',
    'p95 of the recommended',
    'p50, ms',
    'in use',
    'at most',
  ];
  const cells = rows.map(
    ({ setting, metrics: [p50 = '', p95 = '', p99 = '', timeouts = '', mean = '', most = ''], ...row }) => {
      const change = row.ratio === null ? '' : `${row.change} (${row.interval})`;
      return [`  ${setting}`, p95, timeouts, readingText(row.reading), p99, change, p50, mean, most];
    },
  );
  return tableLines([header, ...cells], { width, shortened: 0, numbers: [1, 2, 4, 6, 7, 8] });
}
