import { expect, test } from 'vitest';
import { banners } from './facts.ts';
import { golden } from './testing/golden.ts';
import { lossOf, validityLine, validityRows } from './validity.ts';

const validity = { trials: 102, repeated: 0, invalid: 0, trustworthy: true, reasons: [] };

test('a run without invalid trials says so in a word', () => {
  expect(validityLine({ validity })).toBe('All 102 trials are valid.');
});

test('repeated and lost trials are counted apart', () => {
  expect(validityLine({ validity: { ...validity, repeated: 3 } })).toBe(
    '102 trials: 3 repeated because invalid, none left out.',
  );
  expect(validityLine(golden())).toBe('102 trials: 2 repeated because invalid, 1 left out.');
});

test('results that do not say are not called valid', () => {
  expect(validityLine({})).toBeNull();
  expect(validityRows({})).toEqual([]);
});

test('a reason is given in words, with its example', () => {
  expect(validityRows(golden())).toEqual([
    ['another process took the processor', '3', expect.stringContaining('parallel, Python, after')],
  ]);
});

test('only a run that is not trustworthy has a banner, and it says why', () => {
  expect(banners(golden())).toEqual([]);
  const results = golden();
  Object.assign(results.validity ?? {}, { invalid: 30, trustworthy: false, distrust: 'more than 20 % are invalid' });
  const [banner] = banners(results);
  expect(banner?.title).toBe('Do not trust these numbers');
  expect(banner?.lines[0]).toMatch(/^This run is invalid: more than 20 % are invalid\. 102 trials: /);
  expect(banner?.lines.join(' ')).toContain('30 left out. another process took the processor (3)');
});

test('a cell tells of its losses only when it has some', () => {
  const cell = { variant: 'after', status: 'measured' as const, metrics: {} };
  expect(lossOf(cell)).toBeNull();
  expect(lossOf({ ...cell, invalid_trials: 2 })).toBe('2 trials left out');
});
