/** The config file that `duet init` writes: its name, and whether it may be written. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { refused } from '../../errors.ts';
import { findServiceConfig } from '../../service/read-config.ts';
import type { WriteOptions } from '../../service/write-config.ts';

export interface TargetFile extends Pick<WriteOptions, 'format' | 'typed'> {
  readonly file: string;
}

/** @throws DuetError (exit 2) where there is a config file already and nobody said that it may go. */
export function targetFile(dir: string, { json, force }: { json?: boolean; force?: boolean }): TargetFile {
  const there = force === true ? undefined : findServiceConfig(dir);
  if (there !== undefined) {
    throw refused(`there is a ${there} already`, 'edit it, or write over it with --force');
  }
  if (json === true) return { file: path.join(dir, 'duet.config.json'), format: 'json', typed: false };
  const end = isModule(dir) ? 'ts' : 'mts';
  return { file: path.join(dir, `duet.config.${end}`), format: 'ts', typed: hasDuet(dir) };
}

/** Node takes a .ts file for a module, without a warning, where the nearest package.json says so. */
function isModule(dir: string): boolean {
  const folder = path.resolve(dir);
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
  const above = path.dirname(folder);
  return above !== folder && isModule(above);
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
