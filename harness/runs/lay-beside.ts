/** Two runs of a comparison laid beside each other, and the pages that say how far they differ. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { besideOf } from '../compare/beside.ts';
import { refused } from '../errors.ts';
import { besideDocument } from '../report/beside/document.ts';
import { refuseUnlike } from '../report/beside/refuse.ts';
import { DIFF_FILE, isDiffFolder } from '../results/diff-folder.ts';
import { kindOf } from '../results/documents.ts';
import { openRunFolder } from '../results/run-folder.ts';
import type { Results } from '../results/schema.ts';
import { isTuneFolder, TUNE_FILE } from '../results/tune-folder.ts';
import { comparison } from './compare/kind.ts';
import { storedResults } from './stored-results.ts';
import { printSummary, writePages } from './write-reports.ts';

/** Where runs are by default: an id is looked for there. */
const OUT = 'out';
const HINT = 'give a results.json, or the folder or the id of a run; `make compare` makes one';

/**
 * Writes the pages into the folder of the first run, and says on the terminal what they say.
 * @param here the results, the folder or the id of the run whose gains are called larger or smaller.
 * @param there the same of the run that it is laid beside.
 * @throws DuetError (exit 2) for what is no run of a comparison, and for runs that have nothing in common.
 */
export async function layBeside(here: string, there: string): Promise<void> {
  const [one, other] = [runAt(here), runAt(there)];
  const beside = besideOf(one.results, other.results);
  refuseUnlike(beside);
  const files = await writePages(openRunFolder(one.dir), besideDocument, beside);
  printSummary(besideDocument, beside, files);
}

function runAt(given: string): { dir: string; results: Results } {
  const found = [given, path.join(OUT, given)].find(existsSync);
  if (found === undefined) throw refused(`there is no ${given}`, HINT);
  if (!statSync(found).isDirectory()) {
    refuseOtherKinds(found, kindOf(found));
    return { dir: path.dirname(found), results: comparison.readResults(found) };
  }
  if (isDiffFolder(found)) refuseOtherKinds(path.join(found, DIFF_FILE), 'duet-diff');
  if (isTuneFolder(found)) refuseOtherKinds(path.join(found, TUNE_FILE), 'duet-tune');
  return { dir: found, results: storedResults(comparison, found, path.join(found, comparison.document.data)) };
}

/** What people take for a run of compare, with what they may want instead. */
function refuseOtherKinds(file: string, kind: string): void {
  if (kind === 'duet-diff')
    throw refused(
      `${file} is a diff, and only runs of compare can be laid beside each other`,
      `a diff has both its sides in one report: \`duet report ${file}\``,
    );
  if (kind === 'duet-tune')
    throw refused(
      `${file} is a run of tune, and only runs of compare can be laid beside each other`,
      `\`duet report ${file}\` shows it`,
    );
}
