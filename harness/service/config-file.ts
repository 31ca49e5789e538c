/** Reading a config file: a .ts or .js file is run for its default export; a .json file holds the object itself. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Static, TSchema } from 'typebox';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { pageAt } from '../install.ts';
import { importConfig } from './config-imports.ts';
import { wrongMember } from './wrong-member.ts';

/** What the ends of a config file's name may be, in the order of preference. */
const ENDS = ['ts', 'mts', 'js', 'mjs', 'json'];

/** What to say to who has a member of duet.config.ts wrong. */
export const MEMBERS_EXPLAINED = `${pageAt('config.md')} explains all members`;

/** Where a config file is one of several of its name, such as that of a side of a diff. */
export interface ConfigPlace {
  /** What messages call it; by default its path. */
  called?: string | undefined;
  /** A folder whose packages it may import, where it has none beside it. */
  packagesOf?: string | undefined;
}

/** What is said to who has it wrong. */
interface Help extends ConfigPlace {
  /** What a default export looks like. */
  example: string;
  /** Where all members are explained. */
  hint: string;
}

/**
 * The file of that name in a folder, e.g. duet.config.ts for "duet.config"; undefined where there is none.
 * @throws DuetError (exit 2) where there are several.
 */
export function findConfigFile(dir: string, name: string): string | undefined {
  const [found, other] = ENDS.map((end) => path.join(dir, `${name}.${end}`)).filter((file) => existsSync(file));
  if (found === undefined || other === undefined) return found;
  throw refused(`there are both ${found} and ${other}`, `remove one, or say which with --config ${found}`);
}

/**
 * Reads the file, and holds it to the schema.
 * @throws DuetError (exit 2) that names the file and the member that does not fit.
 */
export async function readConfigFile<Schema extends TSchema>(
  file: string,
  schema: Schema,
  help: Help,
): Promise<Static<Schema>> {
  const { hint, called = file } = help;
  const value = await readValue(file, help);
  const wrong = wrongMember(schema, value);
  if (wrong !== undefined) throw refused(`${called}: ${wrong}`, hint);
  return value as Static<Schema>;
}

async function readValue(file: string, help: Help): Promise<unknown> {
  if (/\.[cm]?[jt]s$/.test(file) && existsSync(file)) return run(file, help);
  const { called = file } = help;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw refused(`there is no file ${called}`, 'duet init writes a duet.config.ts');
  if (found.isDirectory())
    throw refused(`${called} is a folder`, `name the file in it, e.g. ${path.join(called, 'duet.config.ts')}`);
  const text = explainFileErrors(`read ${called}`, () => readFileSync(file, 'utf8'));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`${called} is no JSON: ${(error as Error).message}`, 'a config file is .json or .ts');
  }
}

async function run(file: string, { example, called = file, packagesOf }: Help): Promise<unknown> {
  let module: { default?: unknown };
  try {
    module = await importConfig(file, packagesOf);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND';
    const hint = isMissing ? 'install what it imports where it lies' : 'types are stripped, nothing is compiled';
    throw refused(`${called} cannot be run: ${message}`, hint);
  }
  if (module.default !== undefined) return module.default;
  throw refused(`${called} has no default export`, `export default ${example}`);
}
