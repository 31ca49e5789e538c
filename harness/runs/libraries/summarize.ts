/** The samples of a run of `duet libraries` become its results. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../lab/source.ts';
import { type CatalogueEntry, idOf, isSame } from '../../libraries/catalogue.ts';
import { summarizeCosts } from '../../libraries/costs/summarize-costs.ts';
import { guessesOf } from '../../libraries/guesses.ts';
import { surprisesOf } from '../../libraries/surprises.ts';
import { LIBRARIES_VERSION, type LibrariesResults, type Library, type LibraryCost } from '../../results/libraries.ts';
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
  const costs = summarizeCosts(samples.filter(isOf('cost')), plan);
  return {
    schema: 'duet-libraries',
    schema_version: LIBRARIES_VERSION,
    ...{ duet_version, id, command, started_at, ended_at: finished_at, environment, plan },
    complete: status === 'complete' && isEverything,
    libraries: entriesOf(header).map((entry) => libraryOf(entry, samples, costs.get(idOf(entry)) ?? [])),
  };
}

function libraryOf(entry: CatalogueEntry, all: readonly LibrarySample[], costs: LibraryCost[]): Library {
  const { field, stack, name, title, reference, twin, file } = entry;
  const samples = all.filter((sample) => isSame(sample, entry));
  const opened = lastOf(samples, 'opened');
  const pool = lastOf(samples, 'pool')?.pool;
  const { install = { error: 'not tried yet' }, versions = {} } = opened ?? {};
  const counts = lastOf(samples, 'counts')?.counts ?? [];
  const breaks = new Map(samples.filter(isOf('break')).map(({ found }) => [found.break, found]));
  const guesses = guessesOf(entry);
  return {
    ...{ field, stack, name, title, reference, ...(twin === undefined ? {} : { twin }) },
    ...{ file, code: codeOf(file), versions, install },
    answers: lastOf(samples, 'answers')?.answers ?? 'not-asked',
    counts,
    ...(pool === undefined ? {} : { pool }),
    costs,
    breaks: [...breaks.values()],
    guesses,
    surprises: surprisesOf(guesses, { counts, costs, ...(pool === undefined ? {} : { pool }) }),
  };
}

type Kind = LibrarySample['kind'];
type SampleOf<K extends Kind> = Extract<LibrarySample, { kind: K }>;

const isOf =
  <K extends Kind>(kind: K) =>
  (sample: LibrarySample): sample is SampleOf<K> =>
    sample.kind === kind;

const lastOf = <K extends Kind>(samples: readonly LibrarySample[], kind: K): SampleOf<K> | undefined =>
  samples.findLast(isOf(kind));

/** What stands in the file now: a resumed run has the same, for its sources are compared. */
function codeOf(file: string): string {
  const whole = path.join(repositoryRoot, file);
  return existsSync(whole) ? readFileSync(whole, 'utf8') : '';
}
