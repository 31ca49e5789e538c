/** A comparison with a stored baseline for a terminal: the verdict, what changed, and what was refused and why. */
import { styleText } from 'node:util';
import type { BaselineDiff } from '../../results/schema.ts';
import { counted, instant } from '../format.ts';
import type { SummaryOptions } from '../summary.ts';
import { fitted, printable, wrapped } from '../terminal-text.ts';
import {
  type BaselineRowView,
  baselineRowView,
  isNotable,
  oneSidedLines,
  refusalLines,
  ruleLine,
  type Tone,
} from './rows.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES = { bad: 'red', good: 'green', doubt: 'yellow', quiet: 'dim' } as const satisfies Record<Tone, Style>;
const GAP = '  ';
/** The column that is shortened before a change would be cut off, and the least that is left of it. */
const FIGURE = 2;
const SHORTEST = 8;

export function renderBaselineSummary(diff: BaselineDiff, { color, width }: SummaryOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const { verdict, why, base, head, rows } = diff;
  const say = (text: string, indent = '') => wrapped(printable(text), width, indent).map((line) => fitted(line, width));
  const style = diff.exit_code === 0 ? (verdict === 'inconclusive' ? 'yellow' : 'green') : 'red';
  const views = rows.filter(isNotable).map(baselineRowView);
  const widths = columnWidths(views.map(columns), width);
  const same = rows.filter((row) => row.verdict === 'no change').length;
  return `${[
    paint(['bold', style], verdict),
    ...say(why),
    ...say(`baseline ${base.id} of ${instant(base.finished_at)}, now ${head.id} of ${instant(head.finished_at)}`),
    ...views.flatMap((view, index) => [
      ...(index === 0 ? [''] : []),
      paint(STYLES[view.tone], fitted(laidOut(columns(view), widths), width)),
      ...(view.note === null ? [] : [paint('dim', fitted(`      ${view.note}`, width))]),
    ]),
    '',
    ...say(`${counted(same, 'figure')} without a change.`),
    ...[...oneSidedLines(diff), ...refusalLines(diff), ruleLine(diff)].flatMap((line) => say(line)),
  ].join('\n')}\n`;
}

/** In order of importance: the right end is given up first. */
function columns({ verdict, cell, figure, change, interval, base, head }: BaselineRowView): string[] {
  return [`  ${verdict}`, cell, figure, change, interval ?? '', `${base} → ${head}`].map(printable);
}

function columnWidths(rows: readonly string[][], width: number): number[] {
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const total = () => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (widths.length > 4 && total() > width) widths.pop();
  const excess = Math.max(0, total() - width);
  return widths.map((each, column) => (column === FIGURE ? Math.max(SHORTEST, each - excess) : each));
}

function laidOut(row: readonly string[], widths: readonly number[]): string {
  return widths
    .map((width, column) => fitted(row[column] ?? '', width).padEnd(width))
    .join(GAP)
    .trimEnd();
}
