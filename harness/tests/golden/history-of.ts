/** A history of made-up lines. */

import type { HistoryEntry } from '../../results/history.ts';
import { collectHistory, type History } from '../../results/history-columns.ts';

/** The history that these lines are. */
export function historyOf(entries: readonly HistoryEntry[]): History {
  const collector = collectHistory();
  for (const entry of entries) collector.add(entry);
  return collector.finish();
}
