/** The contract itself: valid OpenAPI 3.1, its schemas sound, its variants the ones that the harness drives. */
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { patterns } from '../../patterns/index.ts';
import { variantsOf } from '../../patterns/pattern.ts';
import { PATTERNS, STACKS } from '../../results/schema.ts';
import { document, endpoints, validatorOf } from './contract.ts';

test('is a valid OpenAPI 3.1 document', async () => {
  const text = readFileSync(new URL('../../../fixtures/contract/openapi.yaml', import.meta.url), 'utf8');
  const validator = new Validator();
  const { valid, errors } = await validator.validate(parse(text));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(validator.version).toBe('3.1');
});

test.each(Object.keys(document.components.schemas))('the schema %s compiles strictly', (name) => {
  expect(validatorOf(document.components.schemas[name] ?? {})).toBeTypeOf('function');
});

test('every answer is JSON, and every refusal a problem document', () => {
  for (const { responses } of endpoints) {
    for (const [status, { content }] of Object.entries(responses)) {
      expect(Object.keys(content)).toEqual([status === '200' ? 'application/json' : 'application/problem+json']);
    }
  }
});

test.each(PATTERNS)('%s: the variants are those of the harness', (pattern) => {
  const endpoint = endpoints.find(({ id }) => id === pattern);
  expect(endpoint?.variants).toEqual(patterns[pattern].variants);
  for (const stack of STACKS) {
    expect([...(endpoint?.variants ?? []), ...(endpoint?.own[stack] ?? [])]).toEqual(
      variantsOf(patterns[pattern], stack),
    );
  }
});
