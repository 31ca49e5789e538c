import { expect, test } from 'vitest';
import { openFilesLimit, refuseFewOpenFiles } from './open-files.ts';

const limits = (soft: string) =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft.padEnd(20)} 4096                 files     \n`;

test.each([
  ['256', 256],
  ['unlimited', Number.POSITIVE_INFINITY],
])('a soft limit of %s', (soft, limit) => expect(openFilesLimit(limits(soft))).toBe(limit));

test('too few are refused, with how to raise them; what nobody tells is not', () => {
  expect(() => refuseFewOpenFiles(511)).toThrow(
    expect.objectContaining({ exitCode: 4, hint: expect.stringContaining('ulimit -n') }),
  );
  refuseFewOpenFiles(512);
  refuseFewOpenFiles(openFilesLimit('Limit\n'));
});
