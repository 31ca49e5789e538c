/**
 * A file that says what to tune, for `--config`: the options of `duet tune pool` by the same names, in camelCase.
 *
 *     import { defineTune } from 'duet/tune';
 *     export default defineTune({ command: 'uvicorn app:app --port {port}', request: 'GET /orders/7', rate: 200 });
 *
 * Where duet is not installed as a package, the plain object does as well. JSON files hold the object itself.
 */
import path from 'node:path';
import { Type } from 'typebox';
import { readConfigFile } from '../service/config-file.ts';
import { type Declared, type FileOf, IN_A_FILE } from './declared.ts';
import { TUNE_OPTIONS } from './tune.ts';

export type TuneConfig = FileOf<typeof TUNE_OPTIONS>;

/** Bounds and names are those of the options: their parsers check them. */
export const TUNE_SCHEMA = Type.Unsafe<TuneConfig>(
  Type.Object(
    Object.fromEntries(
      Object.entries<Declared>(TUNE_OPTIONS).flatMap(([name, { file, description }]) =>
        file === undefined ? [] : [[name, Type.Optional(IN_A_FILE[file](description))]],
      ),
    ),
    { additionalProperties: false },
  ),
);

/** Gives the object of a config file its types, so that an editor can complete and check it. */
export const defineTune = (config: TuneConfig): TuneConfig => config;

/**
 * Reads a config file. A relative `cwd` is meant from the folder of the file, so that the file works from everywhere.
 * @throws DuetError (exit 2) that names the member that does not fit.
 */
export async function readTuneConfig(file: string): Promise<TuneConfig> {
  const example = '{ command: "…", request: "GET /…" }';
  const value = await readConfigFile(file, TUNE_SCHEMA, { example, hint: 'duet tune pool --help' });
  return value.cwd === undefined ? value : { ...value, cwd: path.resolve(path.dirname(file), value.cwd) };
}
