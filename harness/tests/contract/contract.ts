/** fixtures/contract/openapi.yaml as the tests read it: its operations, and a validator for each documented answer. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import type { StackName } from '../../results/schema.ts';

type Json = Record<string, unknown>;

interface Reference {
  $ref?: string;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  schema: { enum?: string[] };
  'x-own'?: Record<StackName, string[]>;
}

interface DocumentedResponse {
  description: string;
  headers?: Json;
  content: Record<string, { schema: Json }>;
}

interface Operation {
  operationId: string;
  parameters?: (Parameter & Reference)[];
  responses: Record<string, DocumentedResponse & Reference>;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; responses: Record<string, DocumentedResponse & Reference> };
}

export const document: OpenApi = parse(
  readFileSync(new URL('../../../fixtures/contract/openapi.yaml', import.meta.url), 'utf8'),
);

/** One method of one path. */
export interface Endpoint {
  id: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Those of both stacks. Empty where the path has no {variant}. */
  variants: string[];
  /** Those of one stack alone. */
  own: Record<StackName, string[]>;
  /** By status. */
  responses: Record<string, DocumentedResponse>;
}

export const endpoints: Endpoint[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, parameters = [], responses }]) => ({
    id: operationId,
    method: method.toUpperCase(),
    path,
    ...variantsIn(parameters.map(resolve).find(({ name }) => name === 'variant')),
    responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, resolve(response)])),
  })),
);

function variantsIn(parameter: Parameter | undefined): Pick<Endpoint, 'variants' | 'own'> {
  const own = parameter?.['x-own'] ?? { node: [], python: [] };
  const ofOne = [...own.node, ...own.python];
  return { variants: (parameter?.schema.enum ?? []).filter((variant) => !ofOne.includes(variant)), own };
}

/** The endpoint that serves a request, if the contract has one. A segment in braces takes anything but a slash. */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  return endpoints.find((endpoint) => {
    const pattern = endpoint.path.replace(/\{[^}]+\}/g, '[^/?#]+');
    return endpoint.method === method && new RegExp(`^${pattern}(\\?|$)`).test(path);
  });
}

/** Strict: a keyword that JSON Schema 2020-12 does not know, or a type that does not fit its keywords, throws. */
export const ajv = new Ajv2020({ strict: true, allErrors: true });
formats.default(ajv);
ajv.addVocabulary(['components']);

const compiled = new Map<Json, ValidateFunction>();

/** A validator for a schema of the contract, whose references point into the contract. */
export function validatorOf(schema: Json): ValidateFunction {
  let validator = compiled.get(schema);
  if (validator === undefined) {
    validator = ajv.compile({ components: document.components, ...schema });
    compiled.set(schema, validator);
  }
  return validator;
}

function resolve<T extends Reference>(value: T): T {
  if (value.$ref === undefined) return value;
  const target = value.$ref.split('/').slice(1);
  return target.reduce<unknown>((node, key) => (node as Json)[key], document) as T;
}
