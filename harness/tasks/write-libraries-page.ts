/**
 * Writes the tables of harness/docs/libraries.md: `node harness/tasks/write-libraries-page.ts [folder of a run]`. Without a
 * folder it measures first, in as many parts as that takes.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { LibrariesResults } from '../results/libraries.ts';
import { LIBRARIES_FILE, readLibrariesResults } from '../results/libraries-folder.ts';
import { keepLibraries } from './docs/libraries-page.ts';
import { root } from './docs/pages.ts';
import { librariesPage } from './docs/written.ts';

/** A run that is not complete after so many parts does not get on. */
const MOST_PARTS = 6;

const [given] = process.argv.slice(2);
const results = given === undefined ? await measured() : readLibrariesResults(path.join(given, LIBRARIES_FILE));
if (!results.complete) throw new Error('the run is not complete: go on with it by `duet libraries --resume`');
keepLibraries(results);
const { file, text } = librariesPage();
writeFileSync(path.join(root, file), text);
console.log(file);

async function measured(): Promise<LibrariesResults> {
  for (let part = 0; part < MOST_PARTS; part++) {
    const going = part === 0 ? [] : ['--resume', 'latest'];
    await execa(process.execPath, ['harness/cli.ts', 'libraries', ...going], { cwd: root, stdio: 'inherit' });
    const found = readLibrariesResults(path.join(root, 'out/latest', LIBRARIES_FILE));
    if (found.complete) return found;
  }
  throw new Error(`the run is not complete after ${MOST_PARTS} parts`);
}
