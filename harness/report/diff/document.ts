/** The files of a diff, and its summary for a terminal. */
import { DIFF_FILE } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { interopFolder } from '../interop/index.ts';
import type { Document } from '../kit/document.ts';
import { renderDiffJunit } from './junit.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { renderDiffSummary } from './terminal.ts';

export const diffDocument: Document<DiffResults> = {
  data: DIFF_FILE,
  pages: {
    'diff.html': async (results) => (await import('./html.ts')).renderDiffHtml(results),
    'diff.md': renderDiffMarkdown,
  },
  forTools: (results) => ({ 'junit.xml': renderDiffJunit(results), ...interopFolder(results) }),
  terminal: renderDiffSummary,
};
