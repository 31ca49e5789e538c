/** The files of a run of libraries, and its summary for a terminal. */
import type { LibrariesResults } from '../../results/libraries.ts';
import { LIBRARIES_FILE } from '../../results/libraries-folder.ts';
import type { Document } from '../kit/document.ts';
import { renderLibrariesMarkdown } from './markdown.ts';
import { renderLibrariesTerminal } from './terminal.ts';

export const librariesDocument: Document<LibrariesResults> = {
  data: LIBRARIES_FILE,
  pages: {
    'libraries.html': async (results) => (await import('./html.ts')).renderLibrariesHtml(results),
    'libraries.md': renderLibrariesMarkdown,
  },
  terminal: renderLibrariesTerminal,
};
