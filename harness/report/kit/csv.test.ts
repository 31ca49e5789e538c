import { expect, test } from 'vitest';
import { csvText } from './csv.ts';

test('numbers keep their digits, and what is absent is empty', () => {
  expect(
    csvText(
      ['stack', 'p50_ms'],
      [
        ['node', 1.23456789],
        ['python', null],
      ],
    ),
  ).toBe('stack,p50_ms\nnode,1.23456789\npython,');
});

test('a comma, a quote and a line break stay inside their field', () => {
  expect(csvText(['a'], [['x, "y"\nz']])).toBe('a\n"x, ""y""\nz"');
});
