import { expect, test } from 'vitest';
import { asTyped, inWords, roughlyInWords } from './duration.ts';

test.each([
  [-1, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [125_000, '2 min 05 s'],
])('%d ms is %s', (ms, text) => expect(inWords(ms)).toBe(text));

test.each([
  [89_000, '89 s'],
  [95_000, '2 min'],
])('%d ms is roughly %s', (ms, text) => expect(roughlyInWords(ms)).toBe(text));

test.each([
  [75_000, '75s'],
  [300_000, '5m'],
])('%d ms is typed as %s', (ms, text) => expect(asTyped(ms)).toBe(text));
