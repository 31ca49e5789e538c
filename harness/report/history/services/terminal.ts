/** A history of several services for a terminal: what it says, and the gains that moved most. */
import { printable } from '../../../printable.ts';
import type { TrendView } from '../../../results/trends.ts';
import { ABSENT } from '../../kit/sortable.ts';
import { painter, said, section, type Terminal, tableLines, wrapped } from '../../kit/terminal.ts';
import { TONE_STYLES } from '../../kit/tone.ts';
import { serviceRows, servicesLine, servicesSentence } from './view.ts';

/** The page has all. */
const MOST_ROWS = 20;

export function renderServicesSummary(views: readonly TrendView[], { color, width }: Terminal): string {
  const paint = painter({ color });
  const rows = serviceRows(views);
  const shown = rows.slice(0, MOST_ROWS);
  const cells = shown.map(({ service, cell, metric, value, change, reading, distance }) => [
    ...[`  ${service}`, `${cell}, ${metric}`, value, change],
    ...[distance === null ? ABSENT : reading],
  ]);
  const table = tableLines(cells, { width, kept: 4, shortened: 1, numbers: [2, 3] });
  const title =
    rows.length > shown.length ? `The ${shown.length} of ${rows.length} gains that moved most` : 'Every gain';
  return `${[
    ...wrapped(printable(servicesLine(views)), width, ''),
    ...section(said(servicesSentence(rows), width).map((line) => paint('bold', line))),
    ...section([paint('bold', title)]),
    ...table.map((line, index) => paint(TONE_STYLES[shown[index]?.tone ?? 'quiet'], line)),
    ...section(said('duet history --service NAME shows the runs of one.', width)),
  ].join('\n')}\n`;
}
