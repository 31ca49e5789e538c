/** The files of a comparison, and its summary for a terminal. */
import type { Results } from '../../results/schema.ts';
import { interopFolder } from '../interop/index.ts';
import type { Document } from '../kit/document.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSummary } from './terminal.ts';

export const compareDocument: Document<Results> = {
  data: 'results.json',
  pages: {
    'report.html': async (results) => (await import('./html.ts')).renderHtml(results),
    'report.md': renderMarkdown,
  },
  forTools: (results) => ({ 'junit.xml': renderJunit(results), ...interopFolder(results) }),
  terminal: renderSummary,
};
