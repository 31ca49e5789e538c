/** The files of two runs beside each other, and their summary for a terminal. They add no data: both runs have theirs. */
import type { Beside } from '../../results/beside.ts';
import type { Pages } from '../kit/document.ts';
import { renderBesideMarkdown } from './markdown.ts';
import { renderBesideSummary } from './terminal.ts';

export const besideDocument: Pages<Beside> = {
  pages: {
    'beside.html': async (beside) => (await import('./html.ts')).renderBesideHtml(beside),
    'beside.md': renderBesideMarkdown,
  },
  terminal: renderBesideSummary,
};
