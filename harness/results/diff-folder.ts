/** How the folder of a diff is read again. It is written as that of any run: see run-folder.ts. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsedJson } from '../parsed-json.ts';
import { DIFF_VERSION, DiffHeader, DiffResults } from './diff.ts';
import { OlderDiffResults } from './diff-older.ts';
import { readDocument, readLines, readVersions } from './documents.ts';
import { FinishedPhase, Sample } from './run.ts';

/** A diff as it stands on disk, also one that did not come to its end. */
export interface StoredDiff {
  header: DiffHeader;
  samples: Sample[];
  phases: FinishedPhase[];
}

/** The name of the results of every diff. */
export const DIFF_FILE = 'diff.json';

/** @throws DuetError (exit 2) when it is no diff.json of a version that is read. */
export const readDiffResults = (file: string): DiffResults | OlderDiffResults =>
  readVersions<typeof OlderDiffResults | typeof DiffResults>(file, 'duet-diff', {
    1: OlderDiffResults,
    [DIFF_VERSION]: DiffResults,
  });

/** What the folder of a diff has of its samples, none where there is no such file. Torn last lines are left out. */
export const readSamples = (dir: string): Sample[] => readLines(path.join(dir, 'samples.jsonl'), Sample);

/** Torn last lines are left out. Throws DuetError (exit 2) for anything else that does not fit the format. */
export function readDiff(dir: string): StoredDiff {
  return {
    header: readDocument(path.join(dir, 'run.json'), DiffHeader, 'duet-diff-run'),
    samples: readSamples(dir),
    phases: readLines(path.join(dir, 'phases.jsonl'), FinishedPhase),
  };
}

/** Whether the folder of a diff is of two ways of one version. */
export function isOfWays(dir: string): boolean {
  const header = path.join(dir, 'run.json');
  const read = parsedJson(readFileSync(header, 'utf8')) as Partial<Pick<DiffHeader, 'service'>> | undefined;
  return read?.service?.ways !== undefined;
}

/** Whether the folder is that of a diff, and not of a comparison of the stacks. */
export function isDiffFolder(dir: string): boolean {
  if (existsSync(path.join(dir, DIFF_FILE))) return true;
  const header = path.join(dir, 'run.json');
  return existsSync(header) && /"schema":\s*"duet-diff-run"/.test(readFileSync(header, 'utf8'));
}
