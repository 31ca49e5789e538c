import { expect, test } from 'vitest';
import { madeUpAttack, madeUpPods } from '../tests/golden/made-up-attack.ts';
import { podsOf } from './pods.ts';

test('all pods are there, in whatever order they are given', () => {
  expect(podsOf(madeUpPods().toReversed()).map(({ name }) => name.pod)).toEqual([0, 1, 2]);
});

test.each([
  ['another export', { id: '000000000000' }, 'the export is 3f9ac2d10b7e in results-0.bin, and 000000000000'],
  ['another rate', { ratePerS: 900 }, 'the rate per second is 600 in results-0.bin, and 900'],
  ['another duration', { durationS: 11 }, 'the duration in seconds is 10 in results-0.bin, and 11'],
  ['another number of pods', { pods: 4 }, 'the number of pods is 3 in results-0.bin, and 4'],
  ['a pod that is there', { pod: 0 }, 'pod 0 is there twice: results-0.bin, results-0.bin'],
])('of %s is refused', (_, other, message) => {
  const [first, second, third] = madeUpPods();
  const strange = madeUpAttack({ pod: 2, ...other });
  expect(() => podsOf([first, second, strange] as never)).toThrow(message);
  expect(() => podsOf([first, second, third] as never)).not.toThrow();
});

test('a missing pod is named', () => {
  const [first, second] = madeUpPods();
  expect(() => podsOf([first, second] as never)).toThrow('of 3 pods one is missing: 2');
  expect(() => podsOf([second] as never)).toThrow('of 3 pods 2 are missing: 0, 2');
  expect(() => podsOf([])).toThrow('no results');
});
