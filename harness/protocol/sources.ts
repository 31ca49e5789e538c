/** Which code made the numbers: a hash per part, so that samples of two codes are never put together. */
import { repositoryRoot } from '../lab/source.ts';
import { hashCode } from '../lab/source-hash.ts';

/** Files and folders of each part. Reports and statistics are left out: they look at all samples of a run in the same way. */
const PARTS = {
  'node service': ['node'],
  'python service': ['python'],
  fixtures: ['fixtures/sql'],
  harness: ['harness/lab', 'harness/load', 'harness/patterns', 'harness/protocol'],
  'lock files': ['package-lock.json', 'python/requirements.lock'],
};

/** The hashes for this repository, or for a copy of it at `root`. */
export function hashSources(root: string = repositoryRoot): Record<string, string> {
  return Object.fromEntries(Object.entries(PARTS).map(([part, paths]) => [part, hashCode(root, paths)]));
}
