/** The samples of a run of `duet libraries` become its results. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../lab/source.ts';
import { type CatalogueEntry, isSame } from '../../libraries/catalogue.ts';
import { LIBRARIES_VERSION, type LibrariesResults, type Library } from '../../results/libraries.ts';
import type { StoredLibraries } from '../../results/libraries-run.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import type { Ending } from '../kind.ts';
import { entriesOf } from './request.ts';

/** @param isEverything whether nothing of the plan is left, once the run has come to its end. */
export function summarizeLibraries(
  { header, samples }: StoredLibraries,
  { finished_at, status }: Ending,
  isEverything: boolean,
): LibrariesResults {
  const { duet_version, id, command, started_at, environment, plan } = header;
  return {
    schema: 'duet-libraries',
    schema_version: LIBRARIES_VERSION,
    ...{ duet_version, id, command, started_at, ended_at: finished_at, environment, plan },
    complete: status === 'complete' && isEverything,
    libraries: entriesOf(header).map((entry) => libraryOf(entry, samples)),
  };
}

function libraryOf(entry: CatalogueEntry, all: readonly LibrarySample[]): Library {
  const { field, stack, name, title, reference, twin, file } = entry;
  const samples = all.filter((sample) => isSame(sample, entry));
  const opened = lastOf(samples, 'opened');
  const pool = lastOf(samples, 'pool')?.pool;
  const { install = { error: 'not tried yet' }, versions = {} } = opened ?? {};
  return {
    ...{ field, stack, name, title, reference, ...(twin === undefined ? {} : { twin }) },
    ...{ file, code: codeOf(file), versions, install },
    answers: lastOf(samples, 'answers')?.answers ?? 'not-asked',
    counts: lastOf(samples, 'counts')?.counts ?? [],
    ...(pool === undefined ? {} : { pool }),
    costs: [],
    breaks: [],
    guesses: [],
    surprises: [],
  };
}

function lastOf<Kind extends LibrarySample['kind']>(samples: readonly LibrarySample[], kind: Kind) {
  return samples.findLast((sample): sample is Extract<LibrarySample, { kind: Kind }> => sample.kind === kind);
}

/** What stands in the file now: a resumed run has the same, for its sources are compared. */
function codeOf(file: string): string {
  const whole = path.join(repositoryRoot, file);
  return existsSync(whole) ? readFileSync(whole, 'utf8') : '';
}
