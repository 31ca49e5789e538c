/** The folder of a run of `duet libraries`: its header and its samples, as they stand on disk before there are results. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { readLines, readVersions } from './documents.ts';
import { LIBRARIES_VERSION, LibrariesPlan } from './libraries.ts';
import { LibrarySample } from './library-samples.ts';
import { Environment } from './run.ts';

const RUN_SCHEMA = 'duet-libraries-run';

/** All that is known before the first sample; stored as run.json. */
export const LibrariesHeader = Type.Object({
  schema: Type.Literal(RUN_SCHEMA),
  schema_version: Type.Literal(LIBRARIES_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String({ description: 'The command line, as typed after "duet".' }),
  started_at: Type.String({ format: 'date-time' }),
  resumed_at: Type.Optional(Type.Array(Type.String({ format: 'date-time' }))),
  environment: Environment,
  sources: Type.Record(Type.String(), Type.String(), {
    description: 'A hash of the files of each part that makes the numbers: a resumed run needs the same.',
  }),
  libraries: Type.Array(Type.String({ description: 'e.g. "database/node/pg".' })),
  plan: LibrariesPlan,
  counts_only: Type.Boolean({ description: 'Whether neither costs nor breaks are part of the run.' }),
});

export type LibrariesHeader = Static<typeof LibrariesHeader>;

export interface StoredLibraries {
  header: LibrariesHeader;
  samples: LibrarySample[];
}

/** Torn last lines are left out. Throws DuetError (exit 2) for anything else that does not fit the format. */
export function readLibrariesRun(dir: string): StoredLibraries {
  return {
    header: readVersions(path.join(dir, 'run.json'), RUN_SCHEMA, { [LIBRARIES_VERSION]: LibrariesHeader }),
    samples: readLines(path.join(dir, 'samples.jsonl'), LibrarySample),
  };
}

/** Whether the folder is that of a run of `duet libraries`, also of one that was killed. */
export function isLibrariesRun(dir: string): boolean {
  const header = path.join(dir, 'run.json');
  return existsSync(header) && new RegExp(`"schema":\\s*"${RUN_SCHEMA}"`).test(readFileSync(header, 'utf8'));
}
