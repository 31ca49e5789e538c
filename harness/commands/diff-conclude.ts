/** The end of a diff, whatever it was: the verdicts on all that was measured, every file, and the exit code. */
import path from 'node:path';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { judgeDiff } from '../gate/judge-diff.ts';
import { renderDiffMarkdown } from '../report/diff/markdown.ts';
import { DIFF_FILE } from '../results/diff-folder.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { DiffHeader, DiffResults, Sample } from '../results/schema.ts';
import { reasonOf } from './conclude.ts';
import { appendJobSummary } from './job-summary.ts';
import { printDiffSummary, writeDiffReports } from './write-diff-reports.ts';

interface DiffConclusion {
  header: DiffHeader;
  samples: Sample[];
  failure: unknown;
  folder: RunFolder;
  json: boolean;
}

/**
 * Writes the reports of whatever was measured, then lets the failure, if any, have its exit code, but where a regression
 * is certain: that is what the gate is for and what the reports say, whatever the diff died of afterwards.
 * @throws DuetError: exit 1 where the gate failed, 5 where nothing can be said.
 */
export async function concludeDiff({ header, samples, failure, folder, json }: DiffConclusion): Promise<void> {
  const results = judgeDiff(header, samples, {
    finished_at: new Date().toISOString(),
    status: failure === undefined ? 'complete' : 'partial',
    status_reason: failure === undefined ? null : reasonOf(failure),
  });
  const files = await writeDiffReports(folder, results);
  folder.publish();
  appendJobSummary(renderDiffMarkdown(results));
  const relative = (file: string) => path.relative('', path.join(folder.dir, file));
  if (json) process.stdout.write(toJson(results));
  else printDiffSummary(results, files.map(relative));
  const error = endingOf(results, failure, relative(DIFF_FILE));
  if (error !== undefined) throw error;
}

/** What a diff ends with; undefined for a green one. */
export function endingOf(results: DiffResults, failure: unknown, file: string): unknown {
  const isCertain = results.exit_code === EXIT.regression && !(failure instanceof Interrupted);
  if (failure !== undefined && !isCertain) return failure;
  return results.exit_code === EXIT.fine ? undefined : gateFailed(results, file);
}

function gateFailed({ verdict, why, exit_code, status_reason }: DiffResults, file: string): DuetError {
  const hint =
    exit_code === EXIT.invalid
      ? 'run it again on an idle machine, or with a longer --time-budget; where requests failed, its logs say why'
      : `see ${file}${status_reason === null ? '' : `; the diff did not finish: ${status_reason}`}`;
  return new DuetError(`${verdict}: ${why}`, { exitCode: exit_code, hint });
}
