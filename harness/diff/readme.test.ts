import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { BaselineReason, DiffAdvice, DiffAside, DiffReason, EntryReason, RowReason } from '../results/schema.ts';

const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
const rows = text.slice(text.indexOf('## Codes')).split('\n');

/** The codes in the row of a table that begins with this cell. */
function listed(member: string): Set<string> {
  const [, , codes = ''] = rows.map((row) => row.split('|')).find(([, first]) => first?.trim() === member) ?? [];
  return new Set([...codes.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string));
}

const codesOf = ({ anyOf }: { anyOf: readonly { properties: { code: TSchema & { const: string } } }[] }) =>
  new Set(anyOf.map(({ properties }) => properties.code.const).filter((code) => code !== 'stored'));

test.each([
  ['`why`', codesOf(DiffReason)],
  ['`beside`', codesOf(DiffAside)],
  ['`advice`', codesOf(DiffAdvice)],
  ['`rows[].why`', codesOf(RowReason)],
  ['`why` of the comparison', codesOf(BaselineReason)],
  ['`rows[].why` of a baseline', codesOf(EntryReason)],
])('the README lists the codes of %s', (member, codes) => {
  expect(listed(member)).toEqual(codes);
});
