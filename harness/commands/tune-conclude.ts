/** The end of a tuning, whatever it was: the reports of all that was measured, and the exit code. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { distrust } from '../report/tune/doubts.ts';
import { renderTuneOverview } from '../report/tune/overview.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { TuneResults } from '../results/schema.ts';
import { TUNE_FILE } from '../results/tune-folder.ts';
import { reasonOf } from './conclude.ts';
import { terminal } from './terminal.ts';
import { printTuneSummary, writeTuneReports } from './write-tune-reports.ts';

interface TuneConclusion {
  results: TuneResults;
  failure: unknown;
  folder: RunFolder;
  json: boolean;
}

/** Writes the reports of whatever was measured, then lets the failure, if any, have its exit code. */
export async function concludeTune({ results, failure, folder, json }: TuneConclusion): Promise<TuneResults> {
  const concluded: TuneResults =
    failure === undefined ? results : { ...results, status: 'partial', status_reason: reasonOf(failure) };
  const files = await writeTuneReports(folder, concluded);
  folder.publish();
  const relative = (file: string) => path.relative('', path.join(folder.dir, file));
  if (json) process.stdout.write(toJson(concluded));
  else printTuneSummary(concluded, files.map(relative));
  if (failure !== undefined) throw failure;
  return concluded;
}

/** @throws DuetError (exit 5) when nobody should trust the numbers of one of them. */
export function refuseInvalid(all: readonly TuneResults[], out: string): void {
  const doubtful = all.flatMap((results) => {
    const found = distrust(results);
    return found === undefined ? [] : [{ id: results.id, ...found }];
  });
  const [first] = doubtful;
  if (first === undefined) return;
  const { id, windows, invalid, example } = first;
  const which =
    all.length === 1 ? 'this run is invalid' : `${doubtful.length} of ${all.length} runs are invalid, first ${id}`;
  const file = path.relative('', path.join(out, id, TUNE_FILE));
  throw new DuetError(`${which}: ${invalid} of ${windows} windows cannot be trusted, e.g. ${example}`, {
    exitCode: EXIT.invalid,
    hint: `run it again on an idle machine; ${file} has every reason`,
  });
}

/** Several services beside each other. */
export function printOverview(all: readonly TuneResults[], out: string): void {
  process.stdout.write(`\n${renderTuneOverview(all, { ...terminal(), out: path.relative('', out) })}`);
}
