import { expect, test } from 'vitest';
import { fitParts, whole } from './fit-length.ts';

const rows = (count: number, length: number) => Array.from({ length: count }, (_, row) => `${row}`.padEnd(length, '.'));
const part = (name: string, rank: number, lines: readonly string[]) => ({
  before: `<${name}>`,
  rows: lines,
  after: `</${name}>`,
  noun: 'rows',
  rank,
});

test('everything is there, in order, when it fits', () => {
  const page = fitParts([whole('first'), part('b', 2, ['one', 'two']), part('a', 1, ['three'])], 5000, 'x');
  expect(page).toBe('first\n\n<b>\none\ntwo</b>\n\n<a>\nthree</a>\n');
});

test('the least important rows go first, and the page says how many and where they are', () => {
  const page = fitParts([part('minor', 2, rows(50, 99)), part('major', 1, rows(20, 99))], 5000, 'diff.html');
  expect(page.length).toBeLessThanOrEqual(5000);
  const [minor = '', major = ''] = page.split('</minor>');
  expect(major).not.toContain('more rows');
  expect(major.match(/^\d+\.+/gm)).toHaveLength(20);
  const kept = minor.match(/^\d+\.+/gm)?.length ?? 0;
  expect(kept).toBeGreaterThan(15);
  expect(minor).toContain(`${50 - kept} more rows would make this page too long: see diff.html.`);
});

test('a part without any room keeps its frame', () => {
  expect(fitParts([part('a', 1, rows(3, 1000))], 400, 'x')).toMatch(/^<a>\n\n3 more rows .*<\/a>\n$/s);
});
