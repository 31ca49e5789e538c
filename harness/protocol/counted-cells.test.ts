import { expect, test } from 'vitest';
import { pooling } from '../patterns/pooling.ts';
import type { RunHeader } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';
import { countedCellsOf } from './counted-cells.ts';

const { run } = golden();
const one = { pattern: 'pooling', stack: 'python', variant: 'nullpool' } as const;
const inspection = { requests: 10, how: '10 requests', counts: { round_trips: 6 } };
const inPython = (header: Partial<RunHeader>) => countedCellsOf({ ...run, ...header }, pooling, 'python').counted;

test('a variant has what was counted, or nothing where its requests failed', () => {
  const found = inPython({ inspections: [{ ...one, inspection }] });
  expect(found?.find(({ variant }) => variant === 'nullpool')).toEqual({
    variant: 'nullpool',
    what: expect.any(String),
    inspection,
  });
  expect(found?.find(({ variant }) => variant === 'after-lifo')).not.toHaveProperty('inspection');
});

test('a run of before the variant was known has not missed it', () => {
  expect(inPython({ code: {} })).toBeUndefined();
});
