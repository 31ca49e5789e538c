/** The results of a run, by the file, by the folder or id of the run, or as `latest`. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { newestFirst } from './resume.ts';

/**
 * The results.json that is meant. `latest` is the run that out/latest points to, or the newest that has results: a diff
 * has none.
 * @throws DuetError (exit 2) when there is none.
 */
export function findResults(given: string, out: string): string {
  const places =
    given === 'latest' ? [path.join(out, 'latest'), ...newestFirst(out, 'run')] : [given, path.join(out, given)];
  for (const place of places) {
    const file = isFile(place) ? place : path.join(place, 'results.json');
    if (isFile(file)) return file;
  }
  throw new DuetError(`there are no results ${given === 'latest' ? `in ${out}` : given}`, {
    exitCode: EXIT.usage,
    hint: 'name a results.json, or the folder or the id of a run; `duet compare` makes one',
  });
}

const isFile = (file: string) => existsSync(file) && statSync(file).isFile();
