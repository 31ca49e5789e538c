/** Two runs for a terminal: what the gains say together, then a line for each. */
import { printable } from '../../printable.ts';
import type { Beside } from '../../results/beside.ts';
import { patternName } from '../compare/answer.ts';
import { STACK_TITLES } from '../kit/format.ts';
import {
  bannerLines,
  fitted,
  type Paint,
  painter,
  reportLines,
  said,
  section,
  type Terminal,
  tableLines,
  wrapped,
} from '../kit/terminal.ts';
import { changeText, gainOn, isShown, verdictText } from './sentences.ts';
import { besideView } from './view.ts';

export function renderBesideSummary(beside: Beside, terminal: Terminal): string {
  const { width, files = [] } = terminal;
  const paint = painter(terminal);
  const view = besideView(beside);
  const say = (line: string) => wrapped(printable(line), width);
  const lines = [
    ...view.runs.map(([label, value]) => fitted(`${label.padEnd(5)} ${value}`, width)),
    ...bannerLines(view.banners, { width, paint, say }),
    '',
    ...said(view.lead[0] ?? '', width).map((line) => paint('bold', line)),
    ...view.lead.slice(1).flatMap((sentence) => said(sentence, width)),
    ...gainLines(beside, width, paint),
    ...section(reportLines(files)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The gains of each pattern in one metric below their name; those that differ are bold. */
function gainLines({ gains }: Beside, width: number, paint: Paint): string[] {
  const rows = gains.map((each) => [
    `  ${STACK_TITLES[each.stack]}${each.variant === 'after' ? '' : `, ${each.variant}`}`,
    `${gainOn('here', each)} here`,
    `${gainOn('there', each)} there`,
    verdictText(each),
    changeText(each.gain.change, each.metric),
  ]);
  const table = tableLines(rows, { width, kept: 3 }).values();
  const groups = Map.groupBy(gains, ({ pattern, metric }) => `${patternName(pattern)}, ${metric.title}`);
  return [...groups].flatMap(([title, own]) => [
    '',
    fitted(title, width),
    ...own.map(({ verdict }) => paint(isShown(verdict) ? 'bold' : 'reset', table.next().value ?? '')),
  ]);
}
