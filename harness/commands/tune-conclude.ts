/** The end of a tuning, whatever it was: the reports of all that was measured, and the exit code. */
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { renderTuneOverview } from '../report/tune/overview.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { TuneResults, TuneWindow } from '../results/schema.ts';
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

/** With more of its windows invalid than this, a run is: as in a comparison. */
const MOST_INVALID = 0.2;

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
    const windows = windowsBehind(results);
    const invalid = windows.filter(isInvalid);
    return invalid.length <= MOST_INVALID * windows.length ? [] : [{ id: results.id, windows, invalid }];
  });
  const [first] = doubtful;
  if (first === undefined) return;
  const example = first.invalid.flatMap(({ invalid = [] }) => invalid)[0]?.detail;
  const which =
    all.length === 1
      ? 'this run is invalid'
      : `${doubtful.length} of ${all.length} runs are invalid, first ${first.id}`;
  throw new DuetError(
    `${which}: ${first.invalid.length} of ${first.windows.length} windows cannot be trusted, e.g. ${example}`,
    {
      exitCode: EXIT.invalid,
      hint: `run it again on an idle machine; ${path.relative('', path.join(out, first.id, TUNE_FILE))} has every reason`,
    },
  );
}

/** What the recommendation rests on. At the rates of the load curve and beyond, a driver may be at its end by design. */
function windowsBehind({ search, recommended, proofs }: TuneResults): TuneWindow[] {
  const cells = [...search, ...(recommended === null ? [] : [recommended]), ...proofs.map(({ cell }) => cell)];
  return cells.flatMap((cell) => cell.windows);
}

const isInvalid = ({ invalid = [] }: TuneWindow) => invalid.length > 0;

/** Several services beside each other. */
export function printOverview(all: readonly TuneResults[], out: string): void {
  process.stdout.write(`\n${renderTuneOverview(all, { ...terminal(), out: path.relative('', out) })}`);
}
