/** The files of a run of tune, and its summary for a terminal. */
import type { TuneResults } from '../../results/schema.ts';
import { TUNE_FILE } from '../../results/tune-folder.ts';
import type { Document } from '../kit/document.ts';
import { renderTuneMarkdown } from './markdown.ts';
import { renderTuneSummary } from './terminal.ts';

export const tuneDocument: Document<TuneResults> = {
  data: TUNE_FILE,
  pages: {
    'tune.html': async (results) => (await import('./html.ts')).renderTuneHtml(results),
    'tune.md': renderTuneMarkdown,
  },
  terminal: renderTuneSummary,
};
