/** How the folder of a run of tune is read again. It is written as that of any run: see run-folder.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../errors.ts';
import { readVersions } from './documents.ts';
import { TUNE_SCHEMA_VERSION, TuneResults } from './tune.ts';
import { fromVersion1, TuneResultsVersion1 } from './tune-version-1.ts';

/** The name of the results of every run of tune. */
export const TUNE_FILE = 'tune.json';

/** Every window, appended as it ended: what a run that was killed leaves behind. */
const WINDOWS_FILE = 'windows.jsonl';

/** @throws DuetError (exit 2) when it is no tune.json of this version or the one before, or was never written. */
export function readTuneResults(file: string): TuneResults {
  if (!existsSync(file) && existsSync(path.join(path.dirname(file), WINDOWS_FILE))) {
    throw refused(
      `${file} was never written: the run was killed`,
      `the windows that it finished are in ${WINDOWS_FILE}; tune again`,
    );
  }
  const stored = readVersions<typeof TuneResultsVersion1 | typeof TuneResults>(file, 'duet-tune', {
    1: TuneResultsVersion1,
    [TUNE_SCHEMA_VERSION]: TuneResults,
  });
  return stored.schema_version === TUNE_SCHEMA_VERSION ? stored : fromVersion1(stored);
}

/** Whether the folder is that of a run of tune, also of one that was killed. */
export const isTuneFolder = (dir: string): boolean =>
  [TUNE_FILE, WINDOWS_FILE].some((name) => existsSync(path.join(dir, name)));
