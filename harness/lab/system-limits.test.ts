import { expect, test } from 'vitest';
import { openFilesLimit, refuseNarrowLimits } from './system-limits.ts';

const limits = (soft: string) =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft.padEnd(20)} 4096                 files     \n`;

test.each([
  ['256', 256],
  ['unlimited', Number.POSITIVE_INFINITY],
])('a soft limit of %s', (soft, limit) => expect(openFilesLimit(limits(soft))).toBe(limit));

const none = { cores: undefined, memoryBytes: undefined, processes: undefined };

test('too few are refused, with how to raise them; what nobody tells is not', () => {
  const refusal = (hint: string) => expect.objectContaining({ exitCode: 4, hint: expect.stringContaining(hint) });
  expect(() => refuseNarrowLimits(511, none)).toThrow(refusal('ulimit -n'));
  expect(() => refuseNarrowLimits(512, { ...none, processes: 127 })).toThrow(refusal('pids.max'));
  refuseNarrowLimits(512, { ...none, processes: 128 });
  refuseNarrowLimits(openFilesLimit('Limit\n'), none);
});
