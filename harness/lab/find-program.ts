/** Programs that a reader may have installed. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a program is, on PATH or in further folders; undefined where there is none.
 * @param folders where distributions put it beside those on PATH.
 */
export function findProgram(
  name: string,
  { env = process.env, folders = [] }: { env?: NodeJS.ProcessEnv | undefined; folders?: readonly string[] } = {},
): string | undefined {
  const onPath = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...onPath, ...folders].map((folder) => path.join(folder, name)).find(isExecutable);
}

/** A folder may have the name of a program, and the right to be entered. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
