/** An import for a terminal: what came of the load, what is wrong with it, and each pod. */
import type { ImportResults } from '../../results/import.ts';
import { fitted, plain, reportLines, section, summaryWriter, type Terminal, tableLines } from '../kit/terminal.ts';
import { importView } from './view.ts';

export function renderImportTerminal(results: ImportResults, terminal: Terminal): string {
  const { width, files = [] } = terminal;
  const { paint, say, banners } = summaryWriter(terminal);
  const { title, lede, pods, ...view } = importView(results);
  const lines = [
    paint('bold', fitted(plain(title), width)),
    ...say(lede),
    ...banners(view.banners),
    ...section(tableLines([pods.header, ...pods.rows], { width, numbers: pods.numbers ?? [] })),
    ...section(reportLines(files)),
  ];
  return `${lines.join('\n')}\n`;
}
