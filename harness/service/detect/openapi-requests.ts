/**
 * The requests that the examples of an OpenAPI document (3.0 or 3.1) stand for: an example of every parameter that is
 * required, and of the body. For a whole number in a path without one, 1 is guessed, which whoever sends the request must
 * find out about. What else has no example is left out, and said.
 */
import { parse } from 'yaml';
import { refused } from '../../errors.ts';
import { HTTP_METHODS } from '../../load/client.ts';
import { requestName } from '../request-name.ts';
import { withoutPlaceholders } from '../stranger-in-body.ts';
import { isSafe, type Listed, MOST_REQUESTS } from './listed-requests.ts';

type Json = Record<string, unknown>;

/** Files that usually have one. */
export const OPENAPI_FILES = ['openapi', 'swagger', 'docs/openapi', 'api/openapi', 'spec/openapi'].flatMap((name) =>
  ['.json', '.yaml', '.yml'].map((end) => name + end),
);
/** Where frameworks serve theirs. */
export const OPENAPI_PATHS = ['/openapi.json', '/documentation/json', '/v3/api-docs', '/api-json', '/swagger.json'];

/**
 * @param file the name of the document, for the refusal.
 * @param all also take requests that may change something: POST, PUT, PATCH, DELETE.
 * @throws DuetError (exit 2) where it is no OpenAPI document.
 */
export function requestsOfOpenapi(text: string, file: string, { all }: { all: boolean }): Listed {
  const document = readDocument(text, file);
  const base = basePath(document);
  const requests: Record<string, string> = {};
  const [guessed, skipped]: [string[], string[]] = [[], []];
  for (const [path, item] of Object.entries(document.paths as Json)) {
    const operations = resolve(document, item);
    for (const method of HTTP_METHODS) {
      const operation = operations[method.toLowerCase()];
      if (!isObject(operation)) continue;
      const what = `${method} ${path}`;
      if (!all && !isSafe(method)) continue;
      if (Object.keys(requests).length === MOST_REQUESTS) {
        skipped.push(`${what}: more than ${MOST_REQUESTS} requests`);
        continue;
      }
      const line = lineOf(document, { method, path: base + path, shared: operations.parameters, operation });
      if ('missing' in line) {
        skipped.push(`${what}: no example of ${line.missing}`);
        continue;
      }
      const name = nameOf(operation, what, Object.keys(requests));
      requests[name] = line.text;
      if (line.isGuess) guessed.push(name);
    }
  }
  return { requests, guessed, skipped };
}

function readDocument(text: string, file: string): Json {
  let document: unknown;
  try {
    // JSON is YAML, too.
    document = parse(text);
  } catch (error) {
    throw refused(`${file} is neither JSON nor YAML: ${(error as Error).message}`, 'give an OpenAPI document');
  }
  if (isObject(document) && /^3\./.test(String(document.openapi)) && isObject(document.paths)) return document;
  const isSwagger = isObject(document) && document.swagger !== undefined;
  throw refused(
    `${file} is no OpenAPI document of version 3${isSwagger ? ', but one of version 2 (Swagger)' : ''}`,
    'convert it, or write the requests into duet.config.ts',
  );
}

/** The path of the first server: its host is not used. */
function basePath({ servers }: Json): string {
  const [server] = Array.isArray(servers) ? servers : [];
  const url = isObject(server) ? String(server.url ?? '') : '';
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname.replace(/\/$/, '') : '';
}

interface Operation {
  method: string;
  path: string;
  /** Parameters of all operations of the path. */
  shared: unknown;
  operation: Json;
}

function lineOf(
  document: Json,
  { method, path, shared, operation }: Operation,
): { text: string; isGuess: boolean } | { missing: string } {
  const parameters = [shared, operation.parameters]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((one) => resolve(document, one));
  const query: string[] = [];
  let filled = path;
  let isGuess = false;
  for (const parameter of parameters) {
    const { in: where, name, required } = parameter as { in: string; name: string; required?: boolean };
    const known = exampleOf(document, parameter);
    const value = known ?? (where === 'path' ? firstNumber(resolve(document, parameter.schema)) : undefined);
    if (where === 'path') {
      if (value === undefined) return { missing: name };
      isGuess ||= known === undefined;
      filled = filled.replaceAll(`{${name}}`, encodeURIComponent(String(value)));
    } else if (where === 'query' && (required === true || hasOwnExample(parameter))) {
      if (value === undefined) return { missing: name };
      query.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
    } else if (required === true && where === 'header') return { missing: `the header ${name}` };
  }
  const [stranger] = /\{[^{}]*\}/.exec(filled) ?? [];
  if (stranger !== undefined) return { missing: stranger };
  const body = bodyOf(document, operation.requestBody);
  if (body.isRequired && body.value === undefined) return { missing: 'the body as JSON' };
  const text = `${method} ${filled}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const sendsBody = body.value !== undefined && !isSafe(method);
  return { text: sendsBody ? `${text} ${withoutPlaceholders(JSON.stringify(body.value))}` : text, isGuess };
}

function bodyOf(document: Json, given: unknown): { isRequired: boolean; value: unknown } {
  const body = resolve(document, given);
  const content = isObject(body.content) ? body.content : {};
  const json = Object.entries(content).find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/.test(type))?.[1];
  const value = json === undefined ? undefined : exampleOf(document, resolve(document, json));
  return { isRequired: body.required === true, value };
}

/** Its own example, or that of its schema: also an object of its members' examples, where all required ones have one. */
function exampleOf(document: Json, holder: Json): unknown {
  return ownExample(document, holder) ?? ofSchema(document, holder.schema, new Set());
}

/** Rows are usually counted from 1. Undefined where the value is no whole number. */
const firstNumber = ({ type, minimum }: Json): number | undefined =>
  type === 'integer' ? Math.max(1, typeof minimum === 'number' ? minimum : 1) : undefined;

const hasOwnExample = ({ example, examples }: Json): boolean => example !== undefined || examples !== undefined;

function ownExample(document: Json, { example, examples }: Json): unknown {
  if (example !== undefined) return example;
  if (Array.isArray(examples)) return examples[0];
  const [first] = isObject(examples) ? Object.values(examples) : [];
  return first === undefined ? undefined : resolve(document, first).value;
}

function ofSchema(document: Json, given: unknown, seen: ReadonlySet<unknown>): unknown {
  const schema = resolve(document, given);
  // A schema may contain itself.
  if (seen.has(schema)) return undefined;
  const known = ownExample(document, schema) ?? schema.const ?? schema.default;
  if (known !== undefined) return known;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (!isObject(schema.properties)) return undefined;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const members = Object.entries(schema.properties).map(
    ([name, one]) => [name, ofSchema(document, one, new Set([...seen, schema]))] as const,
  );
  if (members.some(([name, value]) => value === undefined && required.includes(name))) return undefined;
  const present = members.filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/** What a reference within the document points to, or the thing itself; an empty object for anything else. */
function resolve(document: Json, thing: unknown): Json {
  const reference = isObject(thing) ? thing.$ref : undefined;
  if (typeof reference !== 'string') return isObject(thing) ? thing : {};
  if (!reference.startsWith('#/')) return {};
  // RFC 6901, sections 4 and 6.
  const unescaped = (part: string) => decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~');
  const names = reference.slice(2).split('/').map(unescaped);
  const target = names.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), document);
  return isObject(target) && target.$ref === reference ? {} : resolve(document, target);
}

/** @param what the method and the path, with its parameters in braces. */
function nameOf({ operationId }: Json, what: string, taken: string[]): string {
  const own = typeof operationId === 'string' ? operationId.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 64) : '';
  // FastAPI makes "read_item_items__item_id__get", of the function, the path and the method.
  const isMade = /_(?:get|post|put|patch|delete)$/.test(own);
  return /^[\p{L}\p{N}]/u.test(own) && !isMade && !taken.includes(own) ? own : requestName(what, taken);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
