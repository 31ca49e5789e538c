/** The files of an import, and its summary for a terminal. */
import type { ImportResults } from '../../results/import.ts';
import { IMPORT_FILE } from '../../results/import-folder.ts';
import type { Document } from '../kit/document.ts';
import { renderImportMarkdown } from './markdown.ts';
import { renderImportTerminal } from './terminal.ts';

export const importDocument: Document<ImportResults> = {
  data: IMPORT_FILE,
  pages: {
    'import.html': async (results) => (await import('./html.ts')).renderImportHtml(results),
    'import.md': renderImportMarkdown,
  },
  terminal: renderImportTerminal,
};
