import { expect, test } from 'vitest';
import type { TuneResults } from '../../results/tune.ts';
import { cellOf, findings } from '../../tests/builders/findings.ts';
import { judgeTrust } from './trust.ts';

const late = { invalid: [{ rule: 'driver-late' as const, detail: 'it was late' }] };
/** Ten windows of the search, so many of them invalid. */
const searched = (invalid: number, more: Partial<TuneResults> = {}) =>
  judgeTrust(
    findings({ search: [cellOf(10, ...Array.from({ length: 10 }, (_, at) => (at < invalid ? late : {})))], ...more }),
  );

test('with more than a fifth of its windows invalid, a recommendation is not to be trusted', () => {
  expect(searched(2)).toMatchObject({ trusted: true, windows: 10, invalid: 2, most_invalid: 0.2 });
  expect(searched(3)).toEqual({
    ...{ trusted: false, windows: 10, invalid: 3, most_invalid: 0.2 },
    ...{ rules: ['driver-late'], example: { rule: 'driver-late', detail: 'it was late' } },
  });
});

test('the windows of the comparison count as those of the search', () => {
  expect(searched(0, { recommended: cellOf(10, late, late, late) })).toMatchObject({ trusted: false, windows: 13 });
  const comparisons = [
    {
      alternative: { code: 'default' as const, size: 5, overflow: 10 },
      cell: cellOf(5, {}),
      p95_ratio: null,
      reading: 'not-compared' as const,
    },
  ];
  expect(searched(2, { comparisons })).toMatchObject({ trusted: true, windows: 11 });
});

test('beyond the target rate a driver may be at its end: nothing rests on that', () => {
  const overload = findings().overload.map((one) => ({ ...one, window: { ...one.window, ...late } }));
  expect(searched(0, { overload })).toEqual({
    ...{ trusted: true, windows: 10, invalid: 0, most_invalid: 0.2 },
    ...{ rules: [], example: null },
  });
});

test('nothing measured is nothing to distrust', () => {
  expect(judgeTrust(findings({ search: [] }))).toMatchObject({ trusted: true, windows: 0 });
});
