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
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';

const Text = (description: string) => Type.Optional(Type.String({ description }));
const Whole = (description: string) => Type.Optional(Type.Integer({ description }));
const Words = (description: string) =>
  Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())], { description }));

/** Bounds and names are those of the options: their parsers check them. */
export const TuneConfig = Type.Object(
  {
    rate: Type.Optional(Type.Number({ description: 'Arrivals per second, at all processes together.' })),
    p99: Text('With its unit: "100ms".'),
    processes: Whole('Each with a pool of its own.'),
    arrivals: Text('steady, poisson or bursty.'),
    workload: Words("Of duet's own services."),
    stack: Words("Of duet's own services."),
    form: Words("Of duet's own services."),
    rtt: Type.Optional(Type.Number({ description: 'In ms, to PostgreSQL.' })),
    maxConnections: Whole('Of the PostgreSQL that duet starts.'),
    grid: Type.Optional(Type.Boolean()),
    timeBudget: Text('With its unit: "2m".'),
    seed: Whole('Draws the arrivals.'),
    out: Text('Where runs are written.'),
    command: Text('How the service is started, with {port}.'),
    cwd: Text('Where its command is started; from the folder of this file.'),
    env: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
        description: 'Variables of the service; their values may hold placeholders.',
      }),
    ),
    readyPath: Text('Answers 2xx once the service is ready.'),
    withDatabase: Type.Optional(Type.Boolean({ description: 'Gives the service a PostgreSQL of duet.' })),
    url: Text('Of a service that runs already.'),
    hook: Text('Gives the running service its next setting.'),
    request: Text('What it is asked: "GET /orders/7".'),
    header: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Sent with every request, by their names.' }),
    ),
    timeoutStatus: Whole('With which it says that no connection came free in time.'),
    allowHost: Words('Hosts beyond loopback that may be driven.'),
  },
  { additionalProperties: false },
);

export type TuneConfig = Static<typeof TuneConfig>;

/** Gives the object of a config file its types, so that an editor can complete and check it. */
export const defineTune = (config: TuneConfig): TuneConfig => config;

/**
 * Reads a config file; a .ts or .js file is run, and its default export taken. A relative `cwd` is meant from the
 * folder of the file, so that the file works from everywhere.
 * @throws DuetError (exit 2) that names the member that does not fit.
 */
export async function readTuneConfig(file: string): Promise<TuneConfig> {
  const value = await readValue(file);
  if (!Value.Check(TuneConfig, value)) throw refused(`${file}: ${whatIsWrong(value)}`, 'duet tune pool --help');
  return value.cwd === undefined ? value : { ...value, cwd: path.resolve(path.dirname(file), value.cwd) };
}

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
  const names = Object.keys(TuneConfig.properties);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) return `there is no option "${unknown}"; did you mean "${closest(unknown, names)}"?`;
  const first = Value.Errors(TuneConfig, value)[0];
  return `${(first?.instancePath ?? '').slice(1).replaceAll('/', '.')} ${first?.message}`;
}
