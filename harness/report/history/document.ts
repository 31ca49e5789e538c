/** The page of a history, and its summary for a terminal. They add no data: the history is there. */
import type { TrendView } from '../../results/trends.ts';
import type { Pages } from '../kit/document.ts';
import { renderServicesSummary } from './services/terminal.ts';
import { renderHistorySummary } from './terminal.ts';

/** The views of all services, at least one: of one its course is drawn, of several there is a table. */
export const historyDocument = {
  pages: {
    // What draws charts takes long to load, and the table has none.
    'history.html': async (views) =>
      views.length === 1
        ? (await import('./html.ts')).renderHistoryHtml(views[0] as TrendView)
        : (await import('./services/html.ts')).renderServicesHtml(views),
  },
  terminal: (views, terminal) =>
    views.length === 1 ? renderHistorySummary(views[0] as TrendView, terminal) : renderServicesSummary(views, terminal),
} satisfies Pages<readonly TrendView[]>;
