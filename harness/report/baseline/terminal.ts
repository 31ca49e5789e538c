/** A comparison with a stored baseline for a terminal: the verdict, what changed, and what was refused and why. */

import { printable } from '../../printable.ts';
import type { BaselineDiff } from '../../results/schema.ts';
import { counted, instant } from '../kit/format.ts';
import { fitted, painter, type Style, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import type { Tone } from '../kit/tone.ts';
import { whyText } from './reasons.ts';
import { type BaselineRowView, baselineRowView, isNotable, oneSidedLines, refusalLines, ruleLine } from './view.ts';

const STYLES = { bad: 'red', good: 'green', warning: 'yellow', quiet: 'dim' } as const satisfies Record<Tone, Style>;
/** The column that is shortened before a change would be cut off. */
const METRIC = 2;

export function renderBaselineSummary(diff: BaselineDiff, { color, width }: Terminal): string {
  const paint = painter({ color });
  const { verdict, base, head, rows } = diff;
  const say = (text: string, indent = '') => wrapped(printable(text), width, indent).map((line) => fitted(line, width));
  const style = diff.exit_code === 0 ? (verdict === 'inconclusive' ? 'yellow' : 'green') : 'red';
  const views = rows.filter(isNotable).map(baselineRowView);
  const table = tableLines(views.map(columns), { width, shortened: METRIC });
  const same = rows.filter((row) => row.verdict === 'no change').length;
  return `${[
    paint(['bold', style], verdict),
    ...say(whyText(diff)),
    ...say(`baseline ${base.id} of ${instant(base.finished_at)}, now ${head.id} of ${instant(head.finished_at)}`),
    ...views.flatMap((view, index) => [
      ...(index === 0 ? [''] : []),
      paint(STYLES[view.tone], table[index] ?? ''),
      ...(view.note === null ? [] : [paint('dim', fitted(`      ${view.note}`, width))]),
    ]),
    '',
    ...say(`${counted(same, 'metric')} without a change.`),
    ...[...oneSidedLines(diff), ...refusalLines(diff), ruleLine(diff)].flatMap((line) => say(line)),
  ].join('\n')}\n`;
}

/** In order of importance: the right end is given up first. */
function columns({ verdict, cell, metric, change, interval, base, head }: BaselineRowView): string[] {
  return [`  ${verdict}`, cell, metric, change, interval ?? '', `${base} → ${head}`];
}
