/** The results of a comparison as they stand in its folder, whichever duet wrote them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { judged } from '../../compare/judge.ts';
import { readResults, readRun } from '../../results/run-folder.ts';
import type { Results, Summary } from '../../results/schema.ts';
import type { Ending } from '../kind.ts';
import { summarizeRun } from './measure.ts';

/**
 * Results of an older version are judged anew: from the samples beside them, or else from their own estimates. So are those
 * that an earlier duet judged without saying what all patterns say together.
 * @throws DuetError (exit 2) for what is none of a run, or does not fit its format.
 */
export function readJudged(file: string): Results {
  const stored = readResults(file);
  if (stored.schema_version !== 1) return stored.verdicts.answer ? stored : judged(stored);
  const dir = path.dirname(file);
  const hasSamples = ['run.json', 'samples.jsonl'].every((name) => existsSync(path.join(dir, name)));
  return hasSamples ? summarizeRun(readRun(dir), endOf(stored)) : judged(stored);
}

/** Version 1 said with the reason how many trials of the curves were finished, which is counted anew. */
const endOf = ({ finished_at, status, status_reason }: Summary): Ending => ({
  finished_at,
  status,
  status_reason: status_reason?.replace(/; \d+ of \d+ trials of the curves were finished$/, '') ?? null,
});
