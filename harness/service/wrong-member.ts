/** The first member of a config file that does not fit, in words: by the schema that says what the file may have. */
import { closest } from 'fastest-levenshtein';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** What is read of a schema: JSON Schema, as TypeBox writes it. */
interface Shape {
  properties?: Record<string, TSchema>;
  required?: string[];
  patternProperties?: Record<string, TSchema>;
  items?: TSchema;
  anyOf?: TSchema[];
  enum?: unknown[];
  pattern?: string;
  /** Shown in place of a pattern. */
  examples?: string[];
}

/** Undefined where everything fits. @param path of the value in the file, e.g. "requests.list". */
export function wrongMember(schema: TSchema, value: unknown, path = ''): string | undefined {
  if (Value.Check(schema, value)) return undefined;
  const shape = schema as Shape;
  if (Array.isArray(value) && shape.items !== undefined) {
    const { items } = shape;
    const list: unknown[] = value;
    return firstOf(list.entries(), ([at, one]) => wrongMember(items, one, `${path}[${at}]`));
  }
  if (isObject(value)) return wrongInObject(shape, value, path) ?? itself(schema, value, path);
  return itself(schema, value, path);
}

function wrongInObject(shape: Shape, value: Record<string, unknown>, path: string): string | undefined {
  const { properties, required = [], patternProperties, anyOf } = shape;
  if (anyOf !== undefined) {
    const branch = anyOf.find((one) => (one as Shape).properties !== undefined);
    return branch && wrongMember(branch, value, path);
  }
  const of = path === '' ? '' : ` in ${path}`;
  if (properties === undefined) {
    const [each] = Object.values(patternProperties ?? {});
    return each && firstOf(Object.entries(value), ([name, one]) => wrongMember(each, one, below(path, name)));
  }
  const names = Object.keys(properties);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) return `there is no member "${unknown}"${of}; did you mean "${closest(unknown, names)}"?`;
  const missing = required.find((name) => value[name] === undefined);
  if (missing !== undefined) return `"${missing}" is missing${of}`;
  return firstOf(Object.entries(properties), ([name, one]) =>
    value[name] === undefined ? undefined : wrongMember(one, value[name], below(path, name)),
  );
}

function itself(schema: TSchema, value: unknown, path: string): string {
  const { enum: allowed, pattern, examples } = schema as Shape;
  const subject = path === '' ? 'it' : path;
  if (path === '' && (schema as Shape).properties !== undefined) return 'it must be an object';
  if (allowed !== undefined) return `${subject} must be one of ${allowed.join(', ')}`;
  if (pattern !== undefined && typeof value === 'string' && examples !== undefined) {
    return `${subject} must look like ${examples.join(' or ')}`;
  }
  const errors = Value.Errors(schema, value);
  const types = errors.flatMap(({ keyword, params }) => (keyword === 'type' ? [String(params.type)] : []));
  return `${subject} ${types.length > 0 ? `must be ${types.join(' or ')}` : errors[0]?.message}`;
}

const below = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function firstOf<T>(items: Iterable<T>, look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
