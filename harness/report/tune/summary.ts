/** A run of tune for a terminal: the values with their reasons, the proof, and the lines to paste. */
import { styleText } from 'node:util';
import type { TuneResults } from '../../results/schema.ts';
import { listed } from '../format.ts';
import { columnWidths, fitted, laidOut, printable, section, wrapped } from '../terminal-text.ts';
import { TONE_STYLES } from '../tone.ts';
import { proofRows } from './proof.ts';
import { type TuneView, tuneView } from './view.ts';

export interface TuneSummaryOptions {
  /** ANSI colours. */
  color: boolean;
  /** Columns of the terminal. Lines to paste are never cut. */
  width: number;
  /** Where the files of the run are; the one that people open first comes first. */
  files?: readonly string[];
}

type Style = Parameters<typeof styleText>[0];

/** With less room a reason stands under its value. */
const NARROWEST_REASON = 30;

export function renderTuneSummary(results: TuneResults, { color, width, files = [] }: TuneSummaryOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const view = tuneView(results);
  const say = (text: string, indent = '') => wrapped(plain(text), width, indent).map((line) => fitted(line, width));
  const lines = [
    paint('dim', fitted(plain(view.title), width)),
    ...say(view.headline).map((line) => paint(['bold', TONE_STYLES[view.tone]], line)),
    ...(view.verdict === null ? [] : say(view.verdict)),
  ];
  for (const banner of view.banners) {
    lines.push('', paint(['bold', banner.kind === 'partial' ? 'yellow' : 'red'], fitted(banner.title, width)));
    lines.push(...banner.lines.flatMap((line) => say(line, '  ')));
  }
  lines.push(...section(valueLines(view, width)));
  lines.push(...snippetLines(view, results, say));
  lines.push(...section(proofLines(results, width)));
  const { bottleneck } = view;
  if (view.arithmetic !== null) lines.push(...section(say(`Connections: ${view.arithmetic}`)));
  if (bottleneck !== null) {
    lines.push(...section(say(`${bottleneck.title}. ${bottleneck.evidence} ${bottleneck.advice}`)));
  }
  lines.push(...section(view.unseen.flatMap((line) => say(`Not seen: ${line}`))));
  lines.push(...section(files.map((file) => fitted(`  ${file}`, width))));
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
function proofLines(results: TuneResults, width: number): string[] {
  const rows = proofRows(results);
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
    ({ setting, figures: [p50 = '', p95 = '', p99 = '', timeouts = '', mean = '', most = ''], ...row }) => {
      const change = row.ratio === null ? '' : `${row.change} (${row.interval})`;
      return [`  ${setting}`, p95, timeouts, row.reading, p99, change, p50, mean, most];
    },
  );
  const all = [header, ...cells].map((row) => row.map(printable));
  const widths = columnWidths(all, width, 0);
  return all.map((row) => fitted(laidOut(rightAligned(row, widths), widths), width));
}

/** The columns that hold numbers. */
const NUMBERS = [1, 2, 4, 6, 7, 8];

function rightAligned(row: readonly string[], widths: readonly number[]): string[] {
  return row.map((cell, column) => (NUMBERS.includes(column) ? cell.padStart(widths[column] ?? 0) : cell));
}

/** A terminal needs no marks around code, and must not get control characters. */
function plain(text: string): string {
  return printable(text).replaceAll('`', '');
}
