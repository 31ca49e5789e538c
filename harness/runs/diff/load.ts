/** What the results of a diff say, as this duet would have stored them: for reports that are written again. */
import path from 'node:path';
import { judgeDiff } from '../../diff/judge-diff.ts';
import { upToDate } from '../../diff/older-results.ts';
import { readDiffResults, readSamples } from '../../results/diff-folder.ts';
import { DIFF_VERSION, type DiffResults } from '../../results/schema.ts';

/**
 * Results of an older version are judged anew where all of their samples are beside them; elsewhere their sentences stay
 * as they are.
 * @throws DuetError (exit 2) for what cannot be read.
 */
export function loadDiff(file: string): DiffResults {
  const stored = readDiffResults(file);
  if (stored.schema_version === DIFF_VERSION) return stored;
  const { finished_at, status, status_reason } = stored;
  const judged = judgeDiff(stored.run, readSamples(path.dirname(file)), { finished_at, status, status_reason });
  return judged.trials === stored.trials ? judged : upToDate(stored);
}
