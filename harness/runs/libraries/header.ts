/** The header of a run of `duet libraries`: all that is known before its first sample. */
import type { Lab } from '../../lab/lab.ts';
import { repositoryRoot } from '../../lab/source.ts';
import { hashCode } from '../../lab/source-hash.ts';
import { describeEnvironment } from '../../protocol/environment.ts';
import { LIBRARIES_VERSION } from '../../results/libraries.ts';
import type { LibrariesHeader } from '../../results/libraries-run.ts';
import { version } from '../../version.ts';
import type { RequestedHeader } from './request.ts';

/** Files and folders of each part: a change there makes other numbers. */
const PARTS = {
  'libraries of node': ['node/libraries'],
  'libraries of python': ['python/libraries'],
  fixtures: ['fixtures/sql'],
  harness: ['harness/lab', 'harness/load', 'harness/libraries'],
};

export function describeLibraries(requested: RequestedHeader, lab: Lab): LibrariesHeader {
  return {
    schema: 'duet-libraries-run',
    schema_version: LIBRARIES_VERSION,
    duet_version: version,
    ...requested,
    environment: describeEnvironment(lab, {}, 'libraries', {}),
    sources: Object.fromEntries(Object.entries(PARTS).map(([part, paths]) => [part, hashCode(repositoryRoot, paths)])),
  };
}
