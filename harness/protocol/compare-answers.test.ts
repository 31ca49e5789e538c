import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from './compare-answers.ts';

test('equal answers have no difference, whatever they hold', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => firstDifference(value, structuredClone(value)) === undefined));
});

test('the order of members does not count', () => {
  expect(firstDifference({ a: 1, b: 2 }, { b: 2, a: 1 })).toBeUndefined();
});

test('answers whose JSON differs have a difference, with the values of both sides', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: true }), fc.jsonValue(), (left, right) => {
      fc.pre(canonical(left) !== canonical(right));
      expect(firstDifference(left, right)).toBeDefined();
    }),
  );
});

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { path: '$.a[1].b', left: 2, right: 3 }],
  [{ a: [1, 2] }, { a: [1] }, { path: '$.a.length', left: 2, right: 1 }],
  [{ a: 1 }, {}, { path: '$.a', left: 1, right: undefined }],
  [{}, { a: null }, { path: '$.a', left: undefined, right: null }],
  [1, '1', { path: '$', left: 1, right: '1' }],
  [null, {}, { path: '$', left: null, right: {} }],
  [[], {}, { path: '$', left: [], right: {} }],
  [{ a: 5 }, { a: 5.000001 }, { path: '$.a', left: 5, right: 5.000001 }],
])('%j against %j', (left, right, difference) => {
  expect(firstDifference(left, right)).toEqual(difference);
});

test('the first difference in the order of the left answer is named', () => {
  expect(firstDifference({ b: 1, a: 1 }, { a: 2, b: 2 })?.path).toBe('$.b');
});

test('members to be ignored are ignored at any depth, others are not', () => {
  const ignored = new Set(['busy_ms']);
  expect(firstDifference({ a: [{ busy_ms: 1 }] }, { a: [{ busy_ms: 2 }] }, ignored)).toBeUndefined();
  expect(firstDifference({ a: [{ busy_ms: 1, n: 1 }] }, { a: [{ n: 2 }] }, ignored)?.path).toBe('$.a[0].n');
});

/** JSON with sorted members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
