/**
 * A file that says what to tune, for `--config`: the options of `duet tune pool` by the same names, in camelCase.
 *
 *     import { defineTune } from 'duet/tune';
 *     export default defineTune({ command: 'uvicorn app:app --port {port}', request: 'GET /orders/7', rate: 200 });
 *
 * Where duet is not installed as a package, the plain object does as well. JSON files hold the object itself.
 */
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { readConfigFile } from '../service/config-file.ts';
import type { Declared, FileKind } from './declared.ts';
import { TUNE_OPTIONS } from './tune.ts';

const described = (description: string) => ({ description });

/** What a value may be; parsers of the command line check the rest. */
const IN_A_FILE = {
  number: (description: string) => Type.Number(described(description)),
  integer: (description: string) => Type.Integer(described(description)),
  text: (description: string) => Type.String(described(description)),
  switch: (description: string) => Type.Boolean(described(description)),
  words: (description: string) => Type.Union([Type.String(), Type.Array(Type.String())], described(description)),
  numbersOrTexts: (description: string) =>
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), described(description)),
  texts: (description: string) => Type.Record(Type.String(), Type.String(), described(description)),
} satisfies Record<FileKind, unknown>;

/** The options that can be in a file, each with the type that it has there. */
type FileOf<All extends Record<string, Declared>> = {
  [Name in keyof All as All[Name] extends { file: FileKind } ? Name : never]?: All[Name] extends {
    file: infer Kind extends FileKind;
  }
    ? Static<ReturnType<(typeof IN_A_FILE)[Kind]>>
    : never;
};

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
