/** An import for a terminal: what came of the load, what is wrong with it, and each pod. */
import type { ImportResults } from '../../results/import.ts';
import {
  bannerLines,
  fitted,
  painter,
  plain,
  reportLines,
  said,
  section,
  type Terminal,
  tableLines,
} from '../kit/terminal.ts';
import { importView } from './view.ts';

export function renderImportTerminal(results: ImportResults, { color, width, files = [] }: Terminal): string {
  const paint = painter({ color });
  const { title, lede, banners, pods } = importView(results);
  const lines = [
    paint('bold', fitted(plain(title), width)),
    ...said(lede, width),
    ...bannerLines(banners, { width, paint, say: (line) => said(line, width, '  ') }),
    ...section(tableLines([pods.header, ...pods.rows], { width, numbers: pods.numbers ?? [] })),
    ...section(reportLines(files)),
  ];
  return `${lines.join('\n')}\n`;
}
