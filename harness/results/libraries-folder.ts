/** How the folder of a run of libraries is read again. It is written as that of any run: see run-folder.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readVersions } from './documents.ts';
import { LIBRARIES_VERSION, LibrariesResults } from './libraries.ts';

/** The name of the results of every run of libraries. */
export const LIBRARIES_FILE = 'libraries.json';

/** @throws DuetError (exit 2) when it is no libraries.json of this version. */
export const readLibrariesResults = (file: string): LibrariesResults =>
  readVersions(file, 'duet-libraries', { [LIBRARIES_VERSION]: LibrariesResults });

export const isLibrariesFolder = (dir: string): boolean => existsSync(path.join(dir, LIBRARIES_FILE));
