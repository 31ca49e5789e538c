import { expect, test } from 'vitest';
import { PATTERNS } from '../../results/schema.ts';
import { FACTS } from './facts.ts';
import { shapes } from './index.ts';
import { classOf } from './shape.ts';

const GAPS = [
  { upTo: 0.1, from: 0.2 },
  { upTo: 0.6, from: 0.75 },
];

test.each([
  [-0.1, 0],
  [0.1, 0],
  [0.15, null],
  [0.2, 1],
  [0.6, 1],
  [0.7, null],
  [0.75, 2],
  [9, 2],
])('a value of %d is in class %s', (measured, value) => {
  expect(classOf(measured, GAPS)).toEqual({ value, figure: measured });
});

test.each(PATTERNS)('%s has facts, each once, whose classes have a name', (pattern) => {
  const ids = FACTS[pattern].map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { kind, classes } of FACTS[pattern]) {
    expect(kind).toBe('count');
    if (classes !== undefined) expect(classes.length).toBeGreaterThan(1);
  }
  expect(shapes[pattern].agreeing).toBeGreaterThan(0);
});
