/** `duet import`: the raw results of a load that several machines have sent, read, held against each other and added up. */
import path from 'node:path';
import { addUp } from '../attacks/add-up.ts';
import { podsOf } from '../attacks/pods.ts';
import { readAttack } from '../attacks/read-attack.ts';
import { DuetError, EXIT, refused } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { commandLine } from '../options/command-line.ts';
import { importDocument } from '../report/import/document.ts';
import { invalidTitle } from '../report/import/view.ts';
import { IMPORT_VERSION, type ImportResults } from '../results/import.ts';
import { createRunFolder, toJson } from '../results/run-folder.ts';
import { version } from '../version.ts';
import { newRunId } from './session.ts';
import { printSummary, writeReports } from './write-reports.ts';

export interface ImportOptions {
  out: string;
  json?: boolean;
}

/**
 * Nothing that was given is written to, and no old run is removed.
 * @throws DuetError: exit 2 for what does not belong together; 4 where vegeta is needed and is not there; 5 for a load that
 *   was not the exported one.
 */
export async function importAttacks(given: readonly string[], { out, json }: ImportOptions): Promise<void> {
  const signal = abortOnSignals();
  const attacks = [];
  for (const file of given) attacks.push(await readAttack(file, signal));
  const sums = sumsOf(podsOf(attacks));
  // Until now nothing has been written, and afterwards nothing takes long.
  signal.throwIfAborted();
  const results: ImportResults = {
    schema: 'duet-import',
    schema_version: IMPORT_VERSION,
    duet_version: version,
    id: newRunId('import'),
    command: commandLine(process.argv.slice(2)),
    ...sums,
  };
  const folder = createRunFolder(out, results.id);
  const files = await writeReports(folder, importDocument, results);
  folder.publish();
  if (json) process.stdout.write(toJson(results));
  else printSummary(importDocument, results, files);
  const [first, ...others] = results.invalid;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  throw new DuetError(`the numbers are not those of the exported load: ${invalidTitle(first)}${more}`, {
    exitCode: EXIT.invalid,
    hint: `${path.relative('', path.join(folder.dir, 'import.md'))} says why; attack again once that is mended`,
  });
}

function sumsOf(attacks: ReturnType<typeof podsOf>): ReturnType<typeof addUp> {
  try {
    return addUp(attacks);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refused(`an attack is not whole: ${error.message}`, 'copy its results once more, or attack again');
  }
}
