/** Where one test runs duet: a private folder for its results and temporary files, removed afterwards. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A folder for one test: its runs (`out`) and its temporary files, where duet keeps its work folders. */
export interface Place extends Disposable {
  dir: string;
  out: string;
  /** The folder that holds the work folders of all runs of this place. */
  work: string;
}

/** How the folders of all places begin. */
export const PLACE = 'duet-e2e-';

/** @param parent by default the folder for temporary files, which `make test` has in memory. */
export function makePlace(parent = tmpdir()): Place {
  const dir = mkdtempSync(join(parent, PLACE));
  // As root, PostgreSQL runs as nobody and has to pass through here.
  chmodSync(dir, 0o711);
  mkdirSync(join(dir, 'tmp'), { mode: 0o711 });
  return {
    dir,
    out: join(dir, 'out'),
    work: join(dir, 'tmp', `duet-${userInfo().uid}`),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The folders of the runs in a place, in the order of their start. */
export function runFolders(place: Place): string[] {
  if (!existsSync(place.out)) return [];
  const names = readdirSync(place.out).filter((name) => /^\d{8}-/.test(name));
  return names.sort().map((name) => join(place.out, name));
}

/** The lines of samples.jsonl of the newest run. */
export function sampleLines(place: Place): string[] {
  const file = join(runFolders(place).at(-1) ?? place.out, 'samples.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}
