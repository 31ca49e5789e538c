/** A comparison with a stored baseline for a terminal: the verdict, what changed, and what was refused and why. */
import { styleText } from 'node:util';
import type { BaselineDiff } from '../../results/schema.ts';
import { counted, instant } from '../format.ts';
import type { SummaryOptions } from '../summary.ts';
import { columnWidths, fitted, laidOut, printable, wrapped } from '../terminal-text.ts';
import type { Tone } from '../tone.ts';
import { type BaselineRowView, baselineRowView, isNotable, oneSidedLines, refusalLines, ruleLine } from './rows.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES = { bad: 'red', good: 'green', doubt: 'yellow', quiet: 'dim' } as const satisfies Record<Tone, Style>;
/** The column that is shortened before a change would be cut off. */
const FIGURE = 2;

export function renderBaselineSummary(diff: BaselineDiff, { color, width }: SummaryOptions): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const { verdict, why, base, head, rows } = diff;
  const say = (text: string, indent = '') => wrapped(printable(text), width, indent).map((line) => fitted(line, width));
  const style = diff.exit_code === 0 ? (verdict === 'inconclusive' ? 'yellow' : 'green') : 'red';
  const views = rows.filter(isNotable).map(baselineRowView);
  const widths = columnWidths(views.map(columns), width, FIGURE);
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
