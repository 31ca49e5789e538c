/** Where baselines are kept: a folder with a file per name, which a project may commit. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../atomic-write.ts';
import { refused } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { Baseline } from './baseline.ts';
import { kindOf, readDocument } from './documents.ts';
import { SAFE_NAME } from './kept.ts';
import { readResults, toJson } from './run-folder.ts';
import type { StoredResults } from './schema.ts';

const SUFFIX = '.json';

/** @throws DuetError (exit 2) for a name that is no safe name of a file, on any system. */
export function fileOfBaseline(dir: string, name: string): string {
  if (SAFE_NAME.test(name)) return path.join(dir, `${name}${SUFFIX}`);
  throw refused(
    `"${name}" cannot be the name of a baseline`,
    'use letters, digits, dots, dashes and underscores, a letter or digit first, and at most 64 of them',
  );
}

/** The names in a folder, in order; none where there is no such folder. */
export function baselineNames(dir: string): string[] {
  const files = existsSync(dir) ? explainFileErrors(`list ${dir}`, () => readdirSync(dir)) : [];
  const names = files.filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length));
  return names.filter((name) => SAFE_NAME.test(name)).sort();
}

/** @returns the file, and whether it replaced another of that name. */
export function writeBaseline(dir: string, name: string, baseline: Baseline): { file: string; replaced: boolean } {
  const file = fileOfBaseline(dir, name);
  const replaced = existsSync(file);
  explainFileErrors(`write ${file}`, () => {
    makeFolder(dir);
    writeAtomically(file, toJson(baseline));
  });
  return { file, replaced };
}

/**
 * What `--baseline` names: a file, by its suffix .json or a slash, else a name in the folder.
 * @throws DuetError (exit 2) when there is none, or when it is a folder.
 */
export function findBaseline(given: string, dir: string): string {
  const isFile = given.endsWith(SUFFIX) || given.includes('/') || given.includes(path.sep);
  const file = isFile ? given : fileOfBaseline(dir, given);
  if (!existsSync(file)) {
    const names = baselineNames(dir);
    const known = names.length === 0 ? `there is none in ${dir}` : `${dir} has ${names.join(', ')}`;
    throw refused(
      `there is no baseline ${given} (${file})`,
      `${known}; \`duet baseline save --name ${isFile ? 'main' : given}\` makes one`,
    );
  }
  if (!statSync(file).isFile())
    throw refused(`${file} is a folder, and no baseline`, `name a file in it, or give it as --baseline-dir`);
  return file;
}

/**
 * Reads a baseline, or a results.json to make one of.
 * @throws DuetError (exit 2) for a file that is cut off, of another version, or somebody else's.
 */
export function readBaseline(file: string): Baseline | StoredResults {
  const kind = kindOf(file);
  if (kind === 'duet-baseline') return readDocument(file, Baseline, kind);
  if (kind === 'duet-results') return readResults(file);
  throw refused(
    `${file} is a ${kind} document, and no baseline`,
    'give a results.json, or what `duet baseline save` wrote',
  );
}
