/** A diff for a terminal: the verdict, the rows that changed or could not be told, and what to do then. */
import { styleText } from 'node:util';
import type { DiffResults } from '../../results/schema.ts';
import { columnWidths, fitted, laidOut, printable, section, wrapped } from '../terminal-text.ts';
import { TONE_STYLES, type Tone } from '../tone.ts';
import { sideText } from './background.ts';
import type { RowView } from './rows.ts';
import { type DiffView, diffView } from './view.ts';

export interface DiffSummaryOptions {
  /** ANSI colours. */
  color: boolean;
  /** Columns of the terminal; what does not fit is left out, the least important column first. */
  width: number;
  /** Where the files of the diff are, and which; the one that people open first comes first. */
  files?: readonly string[];
}

type Style = Parameters<typeof styleText>[0];

/** More rows than these would scroll the verdict out of sight. */
const SHOWN = 20;
/** The column that is shortened before a change would be cut off. */
const METRIC = 2;

export function renderDiffSummary(results: DiffResults, { color, width, files = [] }: DiffSummaryOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const view = diffView(results);
  const { sides } = results.run;
  const say = (text: string, indent = '') => wrapped(plain(text), width, indent).map((line) => fitted(line, width));
  const lines = [
    paint(['bold', TONE_STYLES[view.tone]], fitted(view.headline, width)),
    ...say(view.why),
    paint('dim', fitted(`base ${sideText(sides.base)}, head ${sideText(sides.head)}`, width)),
  ];
  for (const banner of view.banners) {
    lines.push('', paint(['bold', banner.kind === 'partial' ? 'yellow' : 'red'], fitted(banner.title, width)));
    lines.push(...banner.lines.flatMap((line) => say(line, '  ')));
  }
  lines.push(...section(tableLines(view, width).map(([text, tone]) => paint(TONE_STYLES[tone], text))));
  lines.push(...section([...uncomparedLines(view), ...answerLines(view)].flatMap((line) => say(line, '  '))));
  lines.push(...section([view.rest, view.noise.summary].filter((line) => line !== null).flatMap((line) => say(line))));
  if (view.advice !== null) lines.push(...section(say(view.advice)));
  lines.push(...section(files.map((file) => fitted(`  ${file}`, width))));
  return `${lines.join('\n')}\n`;
}

function tableLines({ notable }: DiffView, width: number): [string, Tone][] {
  const shown = notable.slice(0, SHOWN);
  const widths = columnWidths(shown.map(columns), width, METRIC);
  const lines = shown.flatMap((row, index): [string, Tone][] => {
    // One reason may hold for many rows: it stands once, under the last of them.
    const isSaid = row.note === null || shown[index + 1]?.note === row.note;
    const note = isSaid ? [] : [fitted(`    ${row.note}`, width)];
    return [
      [fitted(laidOut(columns(row), widths), width), row.tone],
      ...note.map((text): [string, Tone] => [text, 'quiet']),
    ];
  });
  const more = notable.length - shown.length;
  if (more > 0) lines.push([fitted(`  and ${more.toLocaleString('en-US')} more: see diff.html`, width), 'quiet']);
  return lines;
}

/** In order of importance: the right end is given up first. */
function columns({ verdict, cell, metric, change, base, head, interval }: RowView): string[] {
  return [`  ${verdict}`, cell, metric, change, interval ?? '', `${base} → ${head}`].map(printable);
}

function uncomparedLines({ uncompared }: DiffView): string[] {
  return uncompared.length === 0 ? [] : ['Not compared:', ...uncompared];
}

function answerLines({ answers }: DiffView): string[] {
  if (answers.length === 0) return [];
  return ['Answers that differ:', ...answers.map(([cell, path, base, head]) => `${cell}, ${path}: ${base} → ${head}`)];
}

/** A terminal needs no marks around code, and must not get control characters. */
function plain(text: string): string {
  return printable(text).replaceAll('`', '');
}
