import { expect, test } from 'vitest';
import { diff, HERE, row } from '../tests/builders/kept-diffs.ts';
import { changeNamed } from './bench-gate-kept.ts';
import { measuredBase, sizeOf } from './bench-gate-sizing.ts';

const target = { pattern: 'pooling', stack: 'node' } as const;

test('a share is taken of the median base that was not changed itself, on this kind of machine', () => {
  const kept = [
    diff('a/a', [row({ base: 0.2 })]),
    diff('+5', [row({ base: 0.22 })]),
    diff('+5', [row({ base: 0.21 })], { machine: { ...HERE, kernel: 'Linux 6.2' } }),
    diff('a/a', [row({ base: 9 })], { machine: { ...HERE, cpu: 'another CPU' } }),
    diff('improvement', [row({ base: 9 })]),
    diff('a/a-burner', [row({ base: 9 })]),
    diff('a/a', [row({ base: 9, stack: 'python' })], { stack: 'python' }),
  ];
  expect(measuredBase(kept, target, 'cpu', HERE)).toBe(0.21);
  expect(measuredBase(kept, target, 'peak_rss', HERE)).toBeUndefined();
});

test('what the latest diffs say counts', () => {
  const kept = [9, 9, 9, 0.2, 0.22, 0.21].map((base) => diff('a/a', [row({ base })]));
  expect(measuredBase(kept, target, 'cpu', HERE)).toBe(0.21);
});

test('what is not known has to be tried first', () => {
  const five = changeNamed('+5');
  if (five === undefined) throw new Error('there is no +5');
  expect(sizeOf(five, target, [], HERE)).toEqual({ first: 'a/a' });
  expect(sizeOf(five, target, [diff('a/a', [row({ base: 0.2 })])], HERE)).toEqual({ amount: expect.closeTo(0.01) });
});
