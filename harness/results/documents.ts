/** Reading documents of the versioned format: whole files and files of lines, each held to its schema. */
import { existsSync, readFileSync } from 'node:fs';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { SCHEMA_VERSION } from './names.ts';
import { withPresentProfile } from './profile-names.ts';
import { wholeLines } from './whole-lines.ts';

/** The members `schema` and `schema_version`. */
export interface Kind {
  kind: string;
  version: number;
}

/**
 * @param kind the value of its member `schema`.
 * @throws DuetError (exit 2) when the file is missing, cut off, of another kind or version, or does not fit its schema.
 */
export function readDocument<Schema extends TSchema>(file: string, schema: Schema, kind: string): Static<Schema> {
  return readVersions(file, kind, { [SCHEMA_VERSION]: schema });
}

/**
 * A document of which several versions are read.
 * @param schemas of every version, by its number.
 * @throws as `readDocument` does.
 */
export function readVersions<Schema extends TSchema>(
  file: string,
  kind: string,
  schemas: Readonly<Record<number, Schema>>,
): Static<Schema> {
  const value = readJson(file);
  const stated = Number((value as { schema_version?: unknown } | null)?.schema_version);
  const version = Object.hasOwn(schemas, stated) ? stated : Math.max(...Object.keys(schemas).map(Number));
  return check(schemas[version] as Schema, checkKind(value, { kind, version }, file), file);
}

function checkKind(value: unknown, { kind, version }: Kind, file: string): unknown {
  const { schema, schema_version } = (value ?? {}) as { schema?: unknown; schema_version?: unknown };
  if (schema !== kind) {
    throw refused(
      `${file} is not a ${kind} document`,
      'give the file, or the folder of a run, that this command reads',
    );
  }
  if (schema_version !== version) {
    throw refused(
      `${file} has schema version ${schema_version}; this duet reads version ${version}`,
      'read it with the duet that wrote it',
    );
  }
  return withPresentProfile(value);
}

/**
 * The member `schema` of a document, for a command that reads several kinds.
 * @throws DuetError (exit 2) when the file is missing or no JSON, or when it is none that duet wrote.
 */
export function kindOf(file: string): string {
  const value = readJson(file) as { schema?: unknown } | null;
  if (typeof value?.schema === 'string') return value.schema;
  throw refused(
    `${file} is no document of duet: it has no member "schema"${membersOf(value)}`,
    'give a results.json, or what `duet baseline save` wrote',
  );
}

/** Tells whose file it may be. */
function membersOf(value: unknown): string {
  if (Array.isArray(value)) return ', it is a list';
  const names = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  return names.length === 0 ? '' : ` (it has ${names.slice(0, 5).join(', ')})`;
}

/**
 * The lines of a file, none where it is missing. A torn last line is left out. Throws as `readDocument` does.
 * @param kind what every line says it is, where they do.
 */
export function readLines<Schema extends TSchema>(file: string, schema: Schema, kind?: Kind): Static<Schema>[] {
  if (!existsSync(file)) return [];
  const read = lineReader(file, schema, kind);
  return Array.from(wholeLines(file), read);
}

/**
 * Reads lines of a file, each given with its index. Its schema is compiled, which pays from a few lines on.
 * @throws as `readDocument` does, naming file and line.
 */
export function lineReader<Schema extends TSchema>(
  file: string,
  schema: Schema,
  kind?: Kind,
): (line: string, index: number) => Static<Schema> {
  const validator = Compile(schema);
  return (line, index) => {
    const place = `${file}:${index + 1}`;
    const parsed = parse(line, place);
    const value = kind === undefined ? parsed : checkKind(parsed, kind, place);
    if (validator.Check(value)) return value as Static<Schema>;
    throw misfit(schema, value, place);
  };
}

const readJson = (file: string): unknown =>
  parse(
    explainFileErrors(`read ${file}`, () => readFileSync(file, 'utf8')),
    file,
  );

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused(`${file} is not valid JSON: ${(cause as Error).message}`, 'was it cut off or edited?');
  }
}

function check<Schema extends TSchema>(schema: Schema, value: unknown, file: string): Static<Schema> {
  if (Value.Check(schema, value)) return value as Static<Schema>;
  throw misfit(schema, value, file);
}

function misfit(schema: TSchema, value: unknown, file: string): Error {
  const first = Value.Errors(schema, value)[0];
  return refused(`${file} does not fit the format: ${first?.instancePath || '/'} ${first?.message}`, 'was it edited?');
}
