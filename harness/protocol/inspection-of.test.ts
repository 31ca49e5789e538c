import { expect, test } from 'vitest';
import type { RunHeader } from '../results/schema.ts';
import { inspectionOf } from './inspection-of.ts';

const inspection = { requests: 4, how: '4 requests', counts: { statements: 3 } };
const cell = { pattern: 'parallel', stack: 'node', variant: 'after' } as const;
const header = { inspections: [{ ...cell, inspection }] } as unknown as RunHeader;

test('a cell gets its own inspection from the header', () => {
  expect(inspectionOf(header, cell)).toEqual({ inspection });
});

test('none where there is none for exactly this cell, or none at all', () => {
  for (const other of [{ pattern: 'pooling' }, { stack: 'python' }, { variant: 'before' }] as const) {
    expect(inspectionOf(header, { ...cell, ...other })).toEqual({});
  }
  expect(inspectionOf({} as RunHeader, cell)).toEqual({});
});
