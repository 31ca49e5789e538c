import { expect, test } from 'vitest';
import { golden } from '../../tests/golden/golden.ts';
import { parityRows, paritySummary } from './parity.ts';

test('inequalities come first, with a sign and a reason', () => {
  const rows = parityRows(golden());
  expect(rows.map(({ equal }) => equal)).toEqual([false, false, true, true, true, true, true]);
  expect(rows[1]?.verdict).toMatch(/^≠ SQLAlchemy adds BEGIN and ROLLBACK/);
  expect(rows[2]?.verdict).toBe('=');
});

test('an inequality without a reason is not passed over', () => {
  const { run } = golden();
  run.parity = [{ fact: 'pool limit', values: { node: '30' }, equal: false }];
  expect(parityRows({ run })[0]).toMatchObject({
    values: ['30', 'not reported'],
    verdict: '≠ and no reason is known',
  });
  expect(paritySummary({ run })).toBe('1 fact differs between the stacks, 0 are equal.');
});

test('a run of one stack compares nothing', () => {
  const { run } = golden();
  expect(paritySummary({ run: { ...run, stacks: ['node'] } })).toBe('Only Node ran, so there is nothing to compare.');
});
