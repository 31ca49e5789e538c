/** The config file that `duet init` writes: its name, and whether it may be written. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { refused } from '../../errors.ts';
import { explainFileErrors } from '../../file-errors.ts';
import { findServiceConfig } from '../../service/read-config.ts';
import type { WriteOptions } from '../../service/write-config.ts';

export interface TargetFile extends Pick<WriteOptions, 'format' | 'typed'> {
  readonly file: string;
  /** One of another name that it takes the place of: of two, nobody would know which is meant. */
  readonly replaces?: string;
}

/** @throws DuetError (exit 2) where there is a config file already and nobody said that it may go. */
export function targetFile(dir: string, { json, force }: { json?: boolean; force?: boolean }): TargetFile {
  const there = findServiceConfig(dir);
  if (there !== undefined && force !== true) {
    throw refused(`there is a ${there} already`, 'edit it, or write over it with --force');
  }
  const end = json === true ? 'json' : isModule(dir) ? 'ts' : 'mts';
  const file = path.join(dir, `duet.config.${end}`);
  const replaces = there === undefined || there === file ? {} : { replaces: there };
  return json === true
    ? { file, ...replaces, format: 'json', typed: false }
    : { file, ...replaces, format: 'ts', typed: hasDuet(dir) };
}

/** Node takes a .ts file for a module without a warning, unless the nearest package.json does not say that it is one. */
function isModule(dir: string): boolean {
  const folder = path.resolve(dir);
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) return typeIn(file) === 'module';
  const above = path.dirname(folder);
  return above === folder || isModule(above);
}

function typeIn(file: string): unknown {
  const text = explainFileErrors(`read ${file}`, () => readFileSync(file, 'utf8'));
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type;
  } catch (error) {
    throw refused(`${file} is no JSON: ${(error as Error).message}`, 'correct it: Node and npm read it, too');
  }
}

/** Whether its types can be imported there. */
function hasDuet(dir: string): boolean {
  try {
    createRequire(path.join(path.resolve(dir), 'duet.config.ts')).resolve('duet/config');
    return true;
  } catch {
    return false;
  }
}
