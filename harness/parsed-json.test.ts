import { expect, test } from 'vitest';
import { jsonOrText, parsedJson } from './parsed-json.ts';

test.each([
  ['null', null],
  ['[1]', [1]],
  ['"a"', 'a'],
  ['{"a":', undefined],
  ['', undefined],
  ['a', undefined],
])('%s is read as %j', (text, value) => {
  expect(parsedJson(text)).toEqual(value);
  expect(jsonOrText(text)).toEqual(value === undefined ? text : value);
});
