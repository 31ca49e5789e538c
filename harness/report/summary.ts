/** The results for a terminal: the same rows as the files, in as many columns as fit. */
import { styleText } from 'node:util';
import type { Results } from '../results/schema.ts';
import { banners, headlineFacts } from './facts.ts';
import { noiseSummary } from './noise.ts';
import { OTHER_WAYS, otherWaysLines } from './other-ways.ts';
import { type Row, summaryGroups } from './rows.ts';
import { fitted, printable, wrapped } from './terminal-text.ts';
import { validityLine } from './validity.ts';

export interface SummaryOptions {
  /** ANSI colours. */
  color: boolean;
  /** Columns of the terminal; what does not fit is left out, the least important column first. */
  width: number;
}

type Style = Parameters<typeof styleText>[0];

const GAP = '  ';

export function renderSummary(results: Results, { color, width }: SummaryOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const groups = summaryGroups(results);
  const widths = columnWidths(
    groups.flatMap((group) => group.rows.map(columns)),
    width,
  );
  const lines = headlineFacts(results)
    .slice(0, 2)
    .map(([, value]) => fitted(value, width));

  for (const group of groups) {
    const title = fitted(group.pattern, width);
    const rest = fitted(`, ${group.metric}`, width - title.length);
    lines.push('', paint('bold', title) + paint('dim', rest));
    for (const row of group.rows) lines.push(paint(styleOf(row), fitted(laidOut(columns(row), widths), width)));
  }
  if (groups.length === 0) lines.push('', 'No pattern was measured.');
  for (const pattern of results.patterns) {
    const others = otherWaysLines(pattern, results.run.stacks);
    if (others.length > 0) lines.push('', ...wrapped(`${pattern.title}, ${OTHER_WAYS.toLowerCase()}`, width, ''));
    for (const line of others) lines.push(...wrapped(printable(line), width));
  }
  const trust = trustLine(results);
  if (trust !== '') lines.push('', ...wrapped(trust, width, ''));
  for (const banner of banners(results)) {
    lines.push('', paint(['bold', banner.kind === 'partial' ? 'yellow' : 'red'], fitted(banner.title, width)));
    for (const line of banner.lines) lines.push(...wrapped(printable(line), width));
  }
  return `${lines.join('\n')}\n`;
}

/** May the trials be believed, and what does no change look like? */
function trustLine(results: Results): string {
  const noise = noiseSummary(results);
  return [validityLine(results), noise && `${noise}.`].filter((part) => part !== null).join(' ');
}

/** In order of importance after the label, except that the reading comes last and is given up late. */
function columns(row: Row): string[] {
  const limit = row.nearness.text === '' ? '' : `${row.nearness.text} limit`;
  const interval = row.interval.text === '' ? '' : `[${row.interval.text}]`;
  const values = [row.before.text, row.after.text].filter((text) => text !== '').join(' → ');
  return [`  ${row.label}`, values, row.gain.text, interval, row.reading, limit].map(printable);
}

/** Columns are given up from the right end until the rest fits. */
function columnWidths(rows: readonly string[][], width: number): number[] {
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const total = () => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (widths.length > 3 && total() > width) widths.pop();
  return widths;
}

function laidOut(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, column) => {
    const cell = row[column] ?? '';
    return column === 2 ? cell.padStart(width) : cell.padEnd(width);
  });
  return cells.join(GAP).trimEnd();
}

function styleOf(row: Row): Style {
  if (row.kind !== 'stack') return 'dim';
  if (row.before.failed || row.after.failed) return 'red';
  return row.reading === 'claim held' || row.reading === 'claim exceeded' ? 'green' : 'reset';
}
