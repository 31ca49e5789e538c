/** How the folder of an import is read again. It is written as that of any run: see run-folder.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readVersions } from './documents.ts';
import { IMPORT_VERSION, ImportResults } from './import.ts';

/** The name of the results of every import. */
export const IMPORT_FILE = 'import.json';

/** @throws DuetError (exit 2) when it is no import.json of this version. */
export const readImportResults = (file: string): ImportResults =>
  readVersions(file, 'duet-import', { [IMPORT_VERSION]: ImportResults });

export const isImportFolder = (dir: string): boolean => existsSync(path.join(dir, IMPORT_FILE));
