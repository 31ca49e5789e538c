import { expect, test } from 'vitest';
import { FIELDS, LIBRARIES } from '../results/library-names.ts';
import { STACKS } from '../results/names.ts';
import { CATALOGUE, idOf, isSame, referenceOf } from './catalogue.ts';

test('every name has an entry with a title, once', () => {
  const named = FIELDS.flatMap((field) =>
    STACKS.flatMap((stack) => LIBRARIES[field][stack].map((name) => `${field}/${stack}/${name}`)),
  );
  expect(CATALOGUE.map(idOf)).toEqual(named);
  expect(new Set(named).size).toBe(named.length);
  for (const entry of CATALOGUE) expect(entry.title, idOf(entry)).toMatch(/^[^,()]+$/);
});

test('the first of a field and stack is its reference, and the only one', () => {
  for (const entry of CATALOGUE) {
    const reference = referenceOf(entry);
    expect(reference.name).toBe(LIBRARIES[entry.field][entry.stack][0]);
    expect(entry.reference).toBe(isSame(entry, reference));
  }
});

test('a twin is of the other stack and the same field, and each is the twin of the other', () => {
  const twins = CATALOGUE.filter(({ twin }) => twin !== undefined);
  expect(twins.length).toBeGreaterThan(30);
  for (const entry of twins) {
    const other = CATALOGUE.find(
      ({ field, stack, name }) => field === entry.field && stack !== entry.stack && name === entry.twin,
    );
    expect(other?.twin, idOf(entry)).toBe(entry.name);
  }
});
