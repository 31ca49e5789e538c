import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attackName, podRate, readAttackName } from './attack-name.ts';

const EXPORT = { id: '3f9ac2d10b7e', pods: 4, ratePerS: 2_000, durationS: 60 };

test('is read as it was given', () => {
  const name = attackName(EXPORT, 2);
  expect(name).toBe('duet-3f9ac2d10b7e-2-of-4-at-2000-for-60s');
  expect(readAttackName(name)).toEqual({ ...EXPORT, pod: 2 });
});

test.each([
  ...['', 'big-bang', 'duet-3f9ac2d10b7e-4-of-4-at-2000-for-60s', 'duet-3f9ac2d10b7e-0-of-4-at-0-for-60s'],
  'duet-3f9ac2d10b7e-0-of-99999999999-at-2000-for-60s',
  `duet-3f9ac2d10b7e-0-of-4-at-${'9'.repeat(400)}-for-60s`,
])('no export has an attack "%s"', (name) => expect(readAttackName(name)).toBeUndefined());

test.each([
  [
    { ratePerS: 2_000, pods: 4 },
    { requests: 500, perS: 1 },
  ],
  [
    { ratePerS: 1_000, pods: 3 },
    { requests: 1_000, perS: 3 },
  ],
  [
    { ratePerS: 1, pods: 2 },
    { requests: 1, perS: 2 },
  ],
])('of %o each pod sends %o', (load, rate) => expect(podRate(load)).toEqual(rate));

test('the pods send the whole rate together', () => {
  const whole = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 1_000 }), (ratePerS, pods) => {
      const { requests, perS } = podRate({ ratePerS, pods });
      expect(requests * pods).toBe(ratePerS * perS);
      expect([requests, perS].every(Number.isInteger)).toBe(true);
    }),
  );
});
