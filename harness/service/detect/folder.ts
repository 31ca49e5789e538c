/** The folder of a reader's service, as the detectors look at it: the texts of its files, and the names of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Folder {
  readonly dir: string;
  /** The folders above it up to the top of its repository, the nearest first: "../", "../../". None without git. */
  readonly above: readonly string[];
  /** The text of a file; undefined where there is none. */
  read(file: string): string | undefined;
  /** The files of the project with one of these ends, by their paths in the folder, the shallowest first. */
  files(...ends: string[]): string[];
}

/** What was installed or built, or belongs to tools. */
const SKIPPED = new Set(
  `node_modules dist build out target vendor venv env __pycache__ coverage test tests spec docs migrations`.split(' '),
);
/** A guess must not take long in a large repository. */
const MOST_FILES = 2_000;
const DEEPEST = 4;

export function openFolder(dir: string): Folder {
  let all: string[] | undefined;
  return {
    dir,
    above: foldersAbove(path.resolve(dir)),
    read(file) {
      try {
        return readFileSync(path.join(dir, file), 'utf8');
      } catch {
        return undefined;
      }
    },
    files(...ends) {
      all ??= walk(dir);
      return all.filter((file) => ends.some((end) => file.endsWith(end)));
    },
  };
}

function foldersAbove(dir: string): string[] {
  const above: string[] = [];
  for (let folder = dir; !existsSync(path.join(folder, '.git')); folder = path.dirname(folder)) {
    if (folder === path.dirname(folder)) return [];
    above.push('../'.repeat(above.length + 1));
  }
  return above;
}

function walk(dir: string): string[] {
  const files: string[] = [];
  let level = [''];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const below of level) {
      for (const entry of entriesOf(path.join(dir, below))) {
        const file = path.posix.join(below, entry.name);
        if (entry.isFile()) files.push(file);
        else if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) next.push(file);
        if (files.length === MOST_FILES) return files;
      }
    }
    level = next;
  }
  return files;
}

function entriesOf(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}
