/**
 * A file that says what to tune, for `--config`: the options of `duet tune pool` by the same names, in camelCase.
 *
 *     import { defineTune } from 'duet/tune';
 *     export default defineTune({ command: 'uvicorn app:app --port {port}', request: 'GET /orders/7', rate: 200 });
 *
 * Where duet is not installed as a package, the plain object does as well. JSON files hold the object itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { closest } from 'fastest-levenshtein';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { type Declared, type FileOf, IN_A_FILE } from './declared.ts';
import { TUNE_OPTIONS } from './tune.ts';

export type TuneConfig = FileOf<typeof TUNE_OPTIONS>;

/** Bounds and names are those of the options: their parsers check them. */
const SCHEMA = Type.Object(
  Object.fromEntries(
    Object.entries<Declared>(TUNE_OPTIONS).flatMap(([name, { file, description }]) =>
      file === undefined ? [] : [[name, Type.Optional(IN_A_FILE[file](description))]],
    ),
  ),
  { additionalProperties: false },
);

/** Gives the object of a config file its types, so that an editor can complete and check it. */
export const defineTune = (config: TuneConfig): TuneConfig => config;

/**
 * Reads a config file; a .ts or .js file is run, and its default export taken. A relative `cwd` is meant from the
 * folder of the file, so that the file works from everywhere.
 * @throws DuetError (exit 2) that names the member that does not fit.
 */
export async function readTuneConfig(file: string): Promise<TuneConfig> {
  const value = await readValue(file);
  if (!isConfig(value)) throw refused(`${file}: ${whatIsWrong(value)}`, 'duet tune pool --help');
  return value.cwd === undefined ? value : { ...value, cwd: path.resolve(path.dirname(file), value.cwd) };
}

const isConfig = (value: unknown): value is TuneConfig => Value.Check(SCHEMA, value);

async function readValue(file: string): Promise<unknown> {
  if (/\.[cm]?[jt]s$/.test(file) && existsSync(file)) return run(file);
  const text = explainFileErrors(`read ${file}`, () => readFileSync(file, 'utf8'));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`${file} is no JSON: ${(error as Error).message}`, 'a config file is .json or .ts');
  }
}

async function run(file: string): Promise<unknown> {
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path.resolve(file)).href);
  } catch (error) {
    throw refused(`${file} cannot be run: ${(error as Error).message}`, 'types are stripped, nothing is compiled');
  }
  if (module.default !== undefined) return module.default;
  throw refused(`${file} has no default export`, 'export default { command: "…", request: "GET /…" }');
}

/** The first member that does not fit, in words. */
function whatIsWrong(value: unknown): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'it must be an object';
  const names = Object.keys(SCHEMA.properties);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) return `there is no option "${unknown}"; did you mean "${closest(unknown, names)}"?`;
  const first = Value.Errors(SCHEMA, value)[0];
  return `${(first?.instancePath ?? '').slice(1).replaceAll('/', '.')} ${first?.message}`;
}
