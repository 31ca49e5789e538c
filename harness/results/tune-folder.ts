/** How the folder of a run of tune is read again. It is written as that of any run: see run-folder.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readDocument } from './documents.ts';
import { TuneResults } from './tune.ts';

/** Of every run of tune; the name of its results. */
export const TUNE_FILE = 'tune.json';

/** @throws DuetError (exit 2) when it is no tune.json of this version. */
export const readTuneResults = (file: string): TuneResults => readDocument(file, TuneResults, 'duet-tune');

/** Whether the folder is that of a run of tune. Such a run writes its results also when it did not come to its end. */
export const isTuneFolder = (dir: string): boolean => existsSync(path.join(dir, TUNE_FILE));
