/** The reports of a run that has ended, or that was killed, written again. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../errors.ts';
import { isPackage } from '../install.ts';
import { importDocument } from '../report/import/document.ts';
import { librariesDocument } from '../report/libraries/document.ts';
import { DIFF_FILE, isDiffFolder } from '../results/diff-folder.ts';
import { IMPORT_FILE, isImportFolder, readImportResults } from '../results/import-folder.ts';
import { isLibrariesFolder, LIBRARIES_FILE, readLibrariesResults } from '../results/libraries-folder.ts';
import { openRunFolder } from '../results/run-folder.ts';
import { isTuneFolder, readTuneResults, TUNE_FILE } from '../results/tune-folder.ts';
import { judgeTrust } from '../tune/advice/trust.ts';
import { comparison } from './compare/kind.ts';
import { diff } from './diff/kind.ts';
import type { RunKind } from './kind.ts';
import { storedResults } from './stored-results.ts';
import { tuning } from './tune/kind.ts';
import { printSummary, writeReports } from './write-reports.ts';

/**
 * @param given the results or the folder of a run of any kind.
 * @throws DuetError (exit 2) where there is none that could be read.
 */
export async function rewriteReports(given: string): Promise<void> {
  if (!existsSync(given)) {
    throw refused(
      `there is no ${given}`,
      `give a results.json, a diff.json, a tune.json, a libraries.json, an import.json or the folder of a run${isPackage ? '' : '; `make compare` makes one'}`,
    );
  }
  const isFolder = statSync(given).isDirectory();
  const dir = isFolder ? given : path.dirname(given);
  const name = path.basename(given);
  const fileOf = (data: string) => (isFolder ? path.join(dir, data) : given);
  if (isFolder ? isTuneFolder(dir) : name === TUNE_FILE) {
    const results = readTuneResults(fileOf(TUNE_FILE));
    // A file of version 1 does not say whether it may be believed.
    return await rewrite(tuning, dir, { ...results, trust: judgeTrust(results) });
  }
  if (isFolder ? isLibrariesFolder(dir) : name === LIBRARIES_FILE) {
    return await rewrite({ document: librariesDocument }, dir, readLibrariesResults(fileOf(LIBRARIES_FILE)));
  }
  if (isFolder ? isImportFolder(dir) : name === IMPORT_FILE) {
    return await rewrite({ document: importDocument }, dir, readImportResults(fileOf(IMPORT_FILE)));
  }
  if (isFolder ? isDiffFolder(dir) : name === DIFF_FILE) {
    return await rewrite(diff, dir, storedResults(diff, dir, fileOf(DIFF_FILE)));
  }
  await rewrite(comparison, dir, storedResults(comparison, dir, fileOf(comparison.document.data)));
}

async function rewrite<Summary>(
  { document }: Pick<RunKind<never, Summary>, 'document'>,
  dir: string,
  results: Summary,
): Promise<void> {
  printSummary(document, results, await writeReports(openRunFolder(dir), document, results));
}
