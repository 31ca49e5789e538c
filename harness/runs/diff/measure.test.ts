import { expect, test } from 'vitest';
import { refuseWithoutCpu } from './measure.ts';

test('a diff that could judge no CPU is refused before it measures; counts need none', () => {
  expect(() => refuseWithoutCpu({ counts_only: false }, false)).toThrow(expect.objectContaining({ exitCode: 4 }));
  expect(() => refuseWithoutCpu({ counts_only: true }, false)).not.toThrow();
  expect(() => refuseWithoutCpu({ counts_only: false }, true)).not.toThrow();
});
