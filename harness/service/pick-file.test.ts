import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { picksFrom } from './pick-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-pick-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const pick = (text: string, column?: string) => {
  writeFileSync(path.join(dir, 'file.csv'), text);
  return picksFrom(dir)('file.csv', column);
};

test('without a column each line is a value, as it stands', () => {
  expect(pick('\uFEFF7\r\n"8"\n\n9,1 ')).toEqual(['7', '"8"', '9,1 ']);
});

test('a column of a CSV: quotes, line ends and commas in values are none of its own', () => {
  const text = 'id,"the name"\r\n1,"a, ""b"""\r\n\r\n2,"two\nlines"\r\n';
  expect(pick(text, 'id')).toEqual(['1', '2']);
  expect(pick(text.replace('the name', 'name'), 'name')).toEqual(['a, "b"', 'two\nlines']);
});

test.each<[text: string, column: string | undefined, message: string, hint: string]>([
  ['', undefined, 'there is no value in', 'one value on each line'],
  ['id\n', 'id', '{pick:file.csv:id}: ', 'one row on each line'],
  ['id,name\n1,a\n', 'nme', 'the header of file.csv has no "nme"', 'did you mean {pick:file.csv:name}?'],
  ['id,name\n1\n', 'id', 'file.csv is no CSV', 'whole lines'],
  ['id\n"1\n', 'id', 'file.csv is no CSV', 'whole lines'],
])('%j with column %s is refused: %s', (text, column, message, hint) => {
  expect(() => pick(text, column)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    }),
  );
});

test('a file that is not there is named, with its placeholder and where it was looked for', () => {
  expect(() => picksFrom(dir)('none.csv', undefined)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: `{pick:none.csv}: there is no file ${path.join(dir, 'none.csv')}`,
      hint: 'give it from the folder of the config file',
    }),
  );
});
